"""Sources of choices: the same plan is run by a seeded one for bulk use, by Hypothesis for shrinking, or by none at all.

Whatever a plan draws is a whole number, and a smaller number is always the simpler choice; this is what makes documents shrink.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
_EXACT = 1 << 50  # a double of 53 bits reaches every whole number below this
_SHORT = 12  # how far from the low end a seeded length usually lies
_LONG = 200  # lengths above this are tried at their high end more seldom, so that documents stay small


class Choices(Protocol):
    """Whoever decides."""

    def below(self, count: int) -> int:
        """A number from 0 to count - 1, all equally likely; count at most 2 ** 50."""

    def between(self, low: int, high: int) -> int:
        """A number from low to high; the ends come often, otherwise small ones."""

    @property
    def part(self) -> Callable[[Callable[[], Any]], Any] | None:
        """Makes a part of a document by its choices, which then go together when the document shrinks; None where nothing shrinks."""


class Seeded:
    """Choices of a seed: two of one seed choose alike."""

    __slots__ = ("_draw", "below")
    part = None

    def __init__(self, seed: int | str) -> None:
        self._draw = draw = Random(seed).random  # noqa: S311 - test data, not secrets
        self.below: Callable[[int], int] = lambda count: int(draw() * count)  # most of the time is spent here

    def between(self, low: int, high: int) -> int:
        """20 % high, 10 % one less, 10 % low, otherwise near the low end."""
        if low >= high:
            return low
        mode = self._draw() * (10 if high - low <= _LONG else 100)
        if mode < 2:
            return high
        if mode < 3:
            return high - 1
        if mode < 4:
            return low
        return low + self.below(min(high - low, _SHORT) + 1)


@dataclass(frozen=True, slots=True)
class Simplest:
    """Always the simplest choice."""

    part = None

    def below(self, count: int) -> int:
        """See Choices."""
        return 0

    def between(self, low: int, high: int) -> int:
        """See Choices."""
        return low


def pick(choices: Choices, items: Sequence[T]) -> T:
    """One of the items; the first is the simplest."""
    return items[choices.below(len(items))] if len(items) > 1 else items[0]


def large(choices: Choices, count: int) -> int:
    """A number from 0 to count - 1 for any count; nearly equally likely."""
    if count <= _EXACT:
        return choices.below(count)
    return (large(choices, count // _EXACT + 1) * _EXACT + choices.below(_EXACT)) % count


def whole(choices: Choices, low: int, high: int) -> int:
    """A number from low to high, all sizes alike; high often."""
    size = high - low
    bits = choices.between(0, size.bit_length())
    return low + min(size, (1 << bits) - 1 + large(choices, 1 << bits)) if bits else low
