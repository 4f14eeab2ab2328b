"""What the planner looks at and what it comes back with: a stand in a sequence, the operations at hand, a route."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kanhe.books.books import Books
from kanhe.books.predict import speaks_against
from kanhe.cases.fill import Pen
from kanhe.cases.memory import Memory
from kanhe.cases.sorting import Sorted, sort
from kanhe.cases.style import Style
from kanhe.contract.draw import Draw
from kanhe.contract.promises import Asked
from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.formula import Scene

MOST_LOOKS = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a sequence has come to: books and memory."""

    books: Books
    memory: Memory = Memory()


@dataclass(slots=True, kw_only=True)
class Table:
    """What is open to the one who plans: operations at hand, clock, draws. operations: calls to the peer and stimuli."""

    operations: Sequence[Contract]
    inbound: Mapping[str, Contract]  # operation -> contract that the peer sends
    draw: Draw
    now: str
    parameters: Mapping[str, Any]
    ask: Asked | None = None
    ways: Mapping[str, Sequence[Contract]] = field(default_factory=dict)  # what came before the last success, per operation
    solved: dict[tuple[int, int], tuple[Any, Any]] = field(default_factory=dict)  # see Pen
    imagined: dict[tuple[str, int, int], tuple[Stand, Stand | None]] = field(default_factory=dict)  # (operation, books, memory) -> after it
    left: int = MOST_LOOKS  # how many more stands may be looked at from this table

    def pen(self, contract: Contract, stand: Stand, style: Style) -> Pen:
        """A pen that writes this contract's request here."""
        return Pen(contract=contract, books=stand.books, memory=stand.memory, draw=self.draw, now=self.now,
                   parameters=self.parameters, style=style, solved=self.solved)

    def sort(self, contract: Contract, request: Any, books: Books) -> Sorted:
        """What an honest peer does with the request in these books."""
        return sort(contract, request, books, now=self.now, parameters=self.parameters, ask=self.ask)

    def speaks_against(self, contract: Contract, request: Any, books: Books, promise: str) -> bool:
        """Whether this state promise, for one, does not hold for the request."""
        return speaks_against(contract, books, Scene(request=request, now=self.now, parameters=self.parameters), promise)

    def broken_by(self, contract: Contract, request: Any, books: Books, promise: str) -> Sorted | None:
        """The sorted request where this state promise is the first that speaks against it; it is asked first, most speak for it."""
        if not self.speaks_against(contract, request, books, promise):
            return None
        found = self.sort(contract, request, books)
        return found if found.refused_by == promise else None

    def broken_alone(self, contract: Contract, request: Any, books: Books, promise: str) -> bool:
        """Whether no other binding state promise speaks against it, too: a peer that forgets this one would grant the request."""
        return next(self.others_against(contract, request, books, promise), None) is None

    def others_against(self, contract: Contract, request: Any, books: Books, promise: str) -> Iterator[str]:
        """The other binding state promises that do not hold for the request."""
        for rule in contract.rules:
            if rule.on == "state" and rule.level == "must" and rule.holds is not None and rule.id != promise:
                if self.speaks_against(contract, request, books, rule.id):
                    yield rule.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The operations that come first, and the request that then reaches the goal in this stand."""

    before: tuple[Contract, ...] = ()
    request: Document
    sorted: Sorted
    note: str = ""
