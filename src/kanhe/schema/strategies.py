"""Hypothesis strategies for the documents of a schema; they shrink, because every choice that a plan makes is a number drawn by Hypothesis.

Home of Hypothesis for schemas. Only its public interface is used: `randoms()` gives a Random whose every draw is a choice of Hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from kanhe.schema.choices import Choices
from kanhe.schema.generator import Generator
from kanhe.schema.obligation import Sent
from kanhe.schema.profile import Profile

T = TypeVar("T")
_NONE = st.none()


class Drawn:
    """Choices of Hypothesis."""

    __slots__ = ("_draw", "_make", "_strategy", "below")

    def __init__(self, draw: st.DrawFn, random: Random) -> None:
        self._draw = draw
        self._make: Callable[[], Any] = dict
        self._strategy = _NONE.map(self._made)  # one for all parts: a new strategy for each would cost more than the part
        self.below: Callable[[int], int] = random.randrange

    def part(self, make: Callable[[], T]) -> T:
        """See Choices. A draw of its own is what Hypothesis can take away as a whole."""
        self._make = make
        made: T = self._draw(self._strategy)
        return made

    def _made(self, _: None) -> Any:
        return self._make()

    def between(self, low: int, high: int) -> int:
        """See Choices. One draw, so that it shrinks: beyond the whole range lie further numbers, all of which mean the high end."""
        if low >= high:
            return low
        span = high - low
        number = self.below(span + 2 + span // 2)
        return low + number if number <= span else high - (number - span) % 2


@st.composite
def drawn(draw: st.DrawFn) -> Choices:
    """Sources of choices."""
    return Drawn(draw, draw(st.randoms(use_true_random=False, note_method_calls=False)))


def documents(schema: Generator, profile: Profile) -> st.SearchStrategy[bytes]:
    """Valid messages of a schema."""
    return drawn().map(lambda choices: schema.document(choices, profile))


def broken(schema: Generator, cases: Sequence[Any], profile: Profile) -> st.SearchStrategy[Sent]:
    """Messages of some of the schema's obligations, each with its label."""
    made = st.tuples(st.sampled_from(cases), drawn()).map(lambda pair: schema.message(pair[0], pair[1], profile))
    return made.filter(lambda sent: sent.message is not None)
