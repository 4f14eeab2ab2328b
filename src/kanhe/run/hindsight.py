"""What the books of a house would be if something had never come: what shows that it came, and who is to blame where they are wrong.

Beside the books of each system there are others, as if one arrival, or all of one consequence, had never come. An answer that does not fit
them shows that the event is known there; one that fits them, and not the books, tells what should have been known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.worlds import settle
from kanhe.cases.sorting import Sorted
from kanhe.contract.promises import compiled
from kanhe.model.document import Document
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Scene
from kanhe.model.linkage import Consequence, Seat
from kanhe.model.words import Outcome
from kanhe.run.session import Session


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrival:
    """An event that followed from what was done elsewhere. before: the other system's books when it came."""

    consequence: Consequence
    before: Books

    @property
    def seat(self) -> Seat:
        """Where it is known."""
        return self.consequence.target


@dataclass(slots=True)
class Hindsight:
    """The arrivals of one scenario, and the books as if this one, or all of this consequence (by id), had never come."""

    arrivals: list[Arrival] = field(default_factory=list)
    without: dict[Arrival | str, tuple[Seat, Books]] = field(default_factory=dict)

    def take(self, arrival: Arrival, target: Session, request: Document) -> None:
        """Remember an arrival: what cannot follow where another one never came does not follow there."""
        event, seat = arrival.consequence.comes, arrival.seat
        scene = Scene(request=request, now=target.clock(), parameters=target.catalogue.parameters)
        for missing, (there, books) in self.without.items():
            if there == seat and missing != arrival.consequence.id and target.table().sort(event, request, books).fine:
                self.without[missing] = there, apply(event, books, replace(scene, books=books))[0]
        self.without[arrival] = seat, arrival.before
        self.without.setdefault(arrival.consequence.id, (seat, arrival.before))
        self.arrivals.append(arrival)

    def shows(self, consequence: Consequence, session: Session, exchanges: Iterable[Exchange], *, late: bool) -> bool:
        """Whether one of these would not have been so if the event had never come. late: judged by the books as they would be now."""
        seen = {id(e): e for e in exchanges}.values()
        return any(not explains(books, session, e) for books in self._books(consequence, late) for e in seen)

    def _books(self, consequence: Consequence, late: bool) -> Sequence[Books]:
        return [self.without[a][1] if late else a.before for a in self.arrivals if a.consequence is consequence]

    def culprit(
        self, looked_at: Consequence, session: Session, exchange: Exchange | None, suspect: Sequence[Callable[[Consequence], bool]]
    ) -> Consequence:
        """Of all that followed there: what explains the system if it had never come, the latest first; else the first that is suspect, by
        one ground after the other; else the one that was looked at."""
        here = [a for a in reversed(self.arrivals) if a.seat == looked_at.target]
        for missing, of in (*((a, a.consequence) for a in here), *((a.consequence.id, a.consequence) for a in here)):
            if exchange is not None and missing in self.without and explains(self.without[missing][1], session, exchange):
                return of
        followed = [a.consequence for a in here]
        return next((c for ground in suspect for c in followed if ground(c)), looked_at)


def explains(books: Books, session: Session, exchange: Exchange) -> bool:
    """Whether an exchange that has happened fits these books."""
    fact = session.fact(exchange, Sorted())
    _, verdicts = settle((books,), fact, compiled(exchange.contract).read, session.drift())
    return all(v.outcome is not Outcome.BROKEN for v in verdicts)
