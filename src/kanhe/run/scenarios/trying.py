"""Something is tried, and what it shows is counted only once it is known whether a shorter story shows the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kanhe.model.exchange import Exchange
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome
from kanhe.run.session import Session, Stopped


@dataclass(frozen=True, slots=True)
class Seen:
    """What one attempt showed. broken: the promises that broke; verdicts: all of them, not yet counted where one broke; story: its
    exchanges."""

    broken: Sequence[str]
    verdicts: Sequence[tuple[Verdict, Exchange | None]]
    story: Sequence[Exchange]

    def new(self, session: Session) -> bool:
        """Whether a promise broke of which nothing has been found yet."""
        return any(v.outcome is Outcome.BROKEN and not session.tally.found(v.contract, v.promise) for v, _ in self.verdicts)


def attempt(session: Session, play: Callable[[], None]) -> Seen:
    """What it shows, begun anew; counted only where nothing breaks."""
    session.begin()
    held: list[tuple[Verdict, Exchange | None]] = []
    session.held = held
    try:
        play()
    except Stopped:
        if not session.fresh:
            raise
    finally:
        session.held = None
        if not session.fresh:
            session.count(held)
    return Seen(tuple(session.fresh), held, tuple(session.story))


def count(session: Session, seen: Seen) -> None:
    """What was seen counts as it was seen."""
    session.story = list(seen.story)
    session.count(seen.verdicts)
