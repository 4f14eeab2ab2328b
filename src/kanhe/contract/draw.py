"""Choices that a run makes: everything random takes the run's seed, everything unique a counter that never repeats."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

T = TypeVar("T")
_LETTERS = string.digits + string.ascii_uppercase


@dataclass(slots=True)
class Counter:
    """Numbers that were never given out before in this run; `base` keeps two runs on one target apart."""

    base: int = 0
    given: int = 0

    def next(self) -> int:
        """The next number."""
        self.given += 1
        return self.base + self.given


@dataclass(slots=True)
class Draw:
    """A seeded source of choices. Two draws with equal seed and counter make equal choices."""

    seed: int = 0
    counter: Counter = field(default_factory=Counter)
    drawn: int = field(default=0, init=False)  # how often chance was asked
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 - test data, not secrets

    def choose(self, items: Sequence[T]) -> T:
        """One of the items."""
        self.drawn += 1
        return items[self.random.randrange(len(items))]

    def integer(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        self.drawn += 1
        return self.random.randint(low, high)

    def unique(self, digits: int) -> str:
        """ASCII digits never given out before; the last `digits` of a running number, zero padded."""
        return str(self.counter.next()).zfill(digits)[-digits:]

    def unique_text(self, length: int) -> str:
        """Letters and digits never given out before; shorter numbers are padded in front."""
        number, text = self.counter.next(), ""
        while number:
            number, rest = divmod(number, 36)
            text = _LETTERS[rest] + text
        return text.rjust(length, "0")[-length:] if length < 12 else ("K" + text).rjust(min(length, 12), "0")
