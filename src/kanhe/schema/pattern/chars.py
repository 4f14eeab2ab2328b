"""Sets of characters as sorted intervals of code points, both ends included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Chars = tuple[tuple[int, int], ...]
EVERY: Chars = ((0x9, 0xA), (0xD, 0xD), (0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
"""All that XML 1.0 admits."""
NONE: Chars = ()


def union(*sets: Chars) -> Chars:
    """Characters of any of the sets."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(interval for one in sets for interval in one):
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return tuple(found)


def meet(one: Chars, other: Chars) -> Chars:
    """Characters of both sets."""
    found, i, k = [], 0, 0
    while i < len(one) and k < len(other):
        low, high = max(one[i][0], other[k][0]), min(one[i][1], other[k][1])
        if low <= high:
            found.append((low, high))
        if one[i][1] < other[k][1]:
            i += 1
        else:
            k += 1
    return tuple(found)


def minus(one: Chars, other: Chars) -> Chars:
    """Characters of the first set that the second lacks."""
    found = []
    for low, high in one:
        for start, end in other:
            if end < low or start > high:
                continue
            if low < start:
                found.append((low, start - 1))
            low = end + 1
        if low <= high:
            found.append((low, high))
    return tuple(found)


def has(chars: Chars, code: int) -> bool:
    """Whether the character belongs to the set."""
    return any(low <= code <= high for low, high in chars)


def of(text: Iterable[str]) -> Chars:
    """The set of these characters."""
    return union(*(((ord(c), ord(c)),) for c in text))


def size(chars: Chars) -> int:
    """How many characters there are."""
    return sum(high - low + 1 for low, high in chars)


def spread(chars: Chars, most: int) -> Iterator[str]:
    """At most so many characters, evenly over the set."""
    step = max(1, -(-size(chars) // most))
    skip = 0
    for low, high in chars:
        code = low + skip
        while code <= high:
            yield chr(code)
            code += step
        skip = code - high - 1
