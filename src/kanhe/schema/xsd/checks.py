"""Whether a text is a value of a simple type, and which of its constraints it breaks. Our own opinion; libxml2 has the last word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kanhe.schema.alphabet import alphabet
from kanhe.schema.pattern.language import Language
from kanhe.schema.pattern.tree import Tree
from kanhe.schema.pattern.xsd import parse
from kanhe.schema.xsd.builtin import BUILTINS, length, value
from kanhe.schema.xsd.plan import Simple

_BLANKS = str.maketrans("\t\n\r", "   ")
DATATYPE, ENUMERATION, LOW, HIGH, DIGITS, FRACTION, SHORT, LONG = (
    "datatype", "enumeration", "low", "high", "totalDigits", "fractionDigits", "minLength", "maxLength")


def words(text: str) -> list[str]:
    """The items of a list; only XML's own white space separates them, and not the ideographic space."""
    return [word for word in text.translate(_BLANKS).split(" ") if word]


@lru_cache(maxsize=4000)
def matcher(tree: Tree) -> Callable[[str], bool]:
    """Whether a text matches a pattern."""
    return Language([tree], [], alphabet()).matches


def fits(simple: Simple, text: str) -> bool:
    """Whether the text is a value of the type."""
    return next(broken(simple, text), None) is None


def broken(simple: Simple, text: str) -> Iterator[str]:
    """What the text breaks: one of the names above, or `pattern N`; nothing for a value of the type."""
    if simple.members:
        if not any(fits(member, text) for member in simple.members):
            yield DATATYPE
        size: int | None = None
    elif simple.item is not None:
        items = words(text)
        if not all(fits(simple.item, item) for item in items):
            yield DATATYPE
        size = len(items)
    else:
        found = _value(simple, text)
        if found is None:
            yield DATATYPE
        else:
            yield from _ranges(simple, found)
        size = length(simple.builtin, text) if found is not None else None
    if size is not None and size < simple.low_length:
        yield SHORT
    if size is not None and simple.high_length is not None and size > simple.high_length:
        yield LONG
    yield from (f"pattern {k}" for k, tree in enumerate(simple.patterns) if not matcher(tree)(text))
    if any(matcher(tree)(text) for tree in simple.absent):
        yield "absent"
    if simple.values is not None and not any(same(simple, text, one) for one in simple.values):
        yield ENUMERATION


def _value(simple: Simple, text: str) -> Any:
    kind = BUILTINS[simple.builtin]
    if kind.lexical is not None and kind.family == "regular" and not matcher(parse(kind.lexical))(text):
        return text if simple.builtin in ("anyURI", "NOTATION", "QName") and text and " " not in text else None
    return value(simple.builtin, text)


def same(simple: Simple, one: str, other: str) -> bool:
    """Whether two texts mean the same value."""
    return bool(key(simple, one) == key(simple, other))


def key(simple: Simple, text: str) -> Any:
    """What a text means, for comparison; the text itself where it is no value."""
    for member in simple.members:
        if fits(member, text):
            return key(member, text)
    if simple.members:
        return text
    if simple.item is not None:
        return tuple(key(simple.item, item) for item in words(text))
    found = value(simple.builtin, text)
    return text if found is None else (_root(simple.builtin), found)


def _root(builtin: str) -> str:
    family = BUILTINS[builtin].family
    return builtin if family == "moment" else "text" if family in ("text", "regular") and builtin != "hexBinary" else family


def _ranges(simple: Simple, found: Any) -> Iterator[str]:
    if simple.low is not None and not _ordered(simple, value(simple.builtin, simple.low.text), found, equal=simple.low.inclusive):
        yield LOW
    if simple.high is not None and not _ordered(simple, found, value(simple.builtin, simple.high.text), equal=simple.high.inclusive):
        yield HIGH
    if isinstance(found, Decimal):
        digits, fraction = count_digits(found)
        if (simple.digits is not None and digits > simple.digits) or simple.exact_digits not in (None, digits):
            yield DIGITS
        if (simple.fraction is not None and fraction > simple.fraction) or simple.exact_fraction not in (None, fraction):
            yield FRACTION


def _ordered(simple: Simple, low: Any, high: Any, *, equal: bool) -> bool:
    """low < high, or equal where that is allowed; False where the order of two moments or durations is not sure."""
    if low is None:
        return False
    if low == high:
        return equal
    family = BUILTINS[simple.builtin].family
    if family == "duration":
        (months, seconds), (more, others) = low, high
        return bool((months == more and seconds < others) or _days(months, seconds, 31, 28) < _days(more, others, 28, 31))
    if family == "moment":
        return bool(low[0] == high[0] and low[1] < high[1])
    return bool(low < high)


def _days(months: int, seconds: Any, forward: int, backward: int) -> Any:
    return months * (forward if months > 0 else backward) * 86_400 + seconds


def count_digits(number: Decimal) -> tuple[int, int]:
    """(total digits, fraction digits) of the value, without trailing zeros of the fraction."""
    _, digits, exponent = number.as_tuple()
    scale = -int(exponent)
    figures = list(digits)
    while scale > 0 and figures and figures[-1] == 0:
        figures.pop()
        scale -= 1
    while figures and figures[0] == 0:
        figures.pop(0)
    return max(len(figures), scale, 1), max(scale, 0)
