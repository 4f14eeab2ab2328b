"""What the books of a house would be if something had never come: what shows that it came, and who is to blame where they are wrong.

Beside the books of each system there are others, as if one arrival, or all of one consequence, had never come. An answer that does not fit
them shows that the event is known there; one that fits them, and not the books, tells what should have been known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.worlds import settle
from kanhe.cases.sorting import Sorted
from kanhe.contract.promises import compiled
from kanhe.model.contract import Contract
from kanhe.model.document import Document, copy, get, put
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Scene
from kanhe.model.linkage import Consequence, Seat
from kanhe.model.words import Kind, Outcome
from kanhe.run.session import Session


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrival:
    """An event that followed from what was done elsewhere. before: the other system's books when it came; since: where in its story."""

    consequence: Consequence
    before: Books
    since: int = 0

    @property
    def seat(self) -> Seat:
        """Where it is known."""
        return self.consequence.target


@dataclass(slots=True)
class Hindsight:
    """The arrivals of one scenario, and the books as if this one, or all of this consequence (by id), had never come."""

    arrivals: list[Arrival] = field(default_factory=list)
    without: dict[Arrival | str, tuple[Seat, Books]] = field(default_factory=dict)
    otherwise: dict[Arrival, Books] = field(default_factory=dict)  # as if it had told of a fen more

    def take(self, arrival: Arrival, target: Session, request: Document) -> None:
        """Remember an arrival: what cannot follow where another one never came does not follow there."""
        event, seat = arrival.consequence.comes, arrival.seat
        scene = Scene(request=request, now=target.clock(), parameters=target.catalogue.parameters)
        for missing, (there, books) in self.without.items():
            if there == seat and missing != arrival.consequence.id and target.table().sort(event, request, books).fine:
                self.without[missing] = there, apply(event, books, replace(scene, books=books))[0]
        if (dearer := _dearer(event, request)) is not None:
            self.otherwise[arrival] = apply(event, arrival.before, replace(scene, request=dearer, books=arrival.before))[0]
        self.without[arrival] = seat, arrival.before
        self.without.setdefault(arrival.consequence.id, (seat, arrival.before))
        self.arrivals.append(arrival)

    def shows(self, consequence: Consequence, session: Session) -> bool:
        """Whether what was exchanged there since then would not have been so if the event had never come, or if it had told of another
        amount: where strangers may be told of, too, only that shows it."""
        mine = [a for a in self.arrivals if a.consequence is consequence]
        imagined = ((a, books) for a in mine for books in (a.before, self.otherwise.get(a)) if books is not None)
        return any(not fit(books, session, session.story[a.since + 1 :]) for a, books in imagined)  # but for the event itself

    def culprit(
        self, looked_at: Consequence, session: Session, exchange: Exchange | None, suspect: Sequence[Callable[[Consequence], bool]]
    ) -> Consequence:
        """Of all that followed there: what explains the system if it had never come, the latest first; else the first that is suspect, by
        one ground after the other; else the one that was looked at."""
        missing = self.missing(looked_at.target, session, exchange)
        followed = [a.consequence for a in reversed(self.arrivals) if a.seat == looked_at.target]
        return missing or next((c for ground in suspect for c in followed if ground(c)), looked_at)

    def missing(self, seat: Seat, session: Session, exchange: Exchange | None) -> Consequence | None:
        """What explains an exchange of the system there if it had never come, the latest first."""
        here = [a for a in reversed(self.arrivals) if a.seat == seat]
        for missing, of in (*((a, a.consequence) for a in here), *((a.consequence.id, a.consequence) for a in here)):
            if exchange is not None and missing in self.without and explains(self.without[missing][1], session, exchange):
                return of
        return None


def _dearer(event: Contract, request: Document) -> Document | None:
    """The event with a fen more in each amount; None where it tells none."""
    dearer, paths = copy(request), [f.path for f in event.request if f.type.kind is Kind.MONEY and get(request, f.path) is not None]
    for path in (path for path in paths if "[]" not in path):
        put(dearer, path, f"{Decimal(str(get(request, path))) + Decimal('0.01'):.2f}")
    return dearer if dearer != request else None


def explains(books: Books, session: Session, exchange: Exchange) -> bool:
    """Whether an exchange that has happened fits these books."""
    return fit(books, session, [exchange])


def fit(books: Books, session: Session, story: Iterable[Exchange]) -> bool:
    """Whether what has happened, one after another, fits these books, each as what came before has left them."""
    worlds: tuple[Books, ...] = (books,)
    for exchange in story:
        if exchange.contract.kind == "stimulus":
            worlds = tuple(_after(exchange, session, here) for here in worlds)
            continue
        worlds, verdicts = settle(worlds, session.fact(exchange, Sorted()), compiled(exchange.contract).read, session.drift())
        if any(v.outcome is Outcome.BROKEN for v in verdicts):
            return False
    return True


def _after(event: Exchange, session: Session, books: Books) -> Books:
    """The books after an event; as they are where it could not come about."""
    request = event.request or {}
    if not session.table().sort(event.contract, request, books).fine:
        return books
    scene = Scene(request=request, books=books, now=event.at, parameters=session.catalogue.parameters)
    return apply(event.contract, books, scene)[0]
