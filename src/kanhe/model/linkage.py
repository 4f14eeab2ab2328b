"""What is done in one system and must be known in another: promises over several families, as data.

A system of its own answers for its own messages (contract, flow); a linkage answers for what lies between systems that share one house:
a payment made here is the payment that is known there. See docs/contract-language.md for the text side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kanhe.errors import Position
from kanhe.model.contract import Contract, Source
from kanhe.model.formula import Formula
from kanhe.model.words import Level

Seat = tuple[str, str]
"""(family, role): where something is done or known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of an event: a list, and for each of it path inside the row -> formula over `row`, of a leaf or of a whole part."""

    rows: Formula
    columns: Mapping[str, Formula]

    @property
    def text(self) -> str:
        """As the contract has it."""
        return f"{self.rows.text}: {', '.join(f'{column}: {formula.text}' for column, formula in self.columns.items())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One promise: what `after` does, where it succeeds and `where` holds, is the event `comes` in another family of the same house.

    after: a call (it is known where the call is received) or an event (where it is experienced). values: path of the event's request ->
    formula over request, reply and the books after it, of a leaf or of a whole part; or, of a list (`Detail[]`), its rows. each: a list;
    there is one event for each of it, `row` in `where` and `values`."""

    id: str
    says: str
    after: Contract
    comes: Contract
    values: Mapping[str, Formula | Rows]
    where: Formula | None = None
    each: Formula | None = None
    level: Level = Level.MUST
    source: Source = Source()
    at: Position = Position()

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """Everything that it works out."""
        lists = [one for one in self.values.values() if isinstance(one, Rows)]
        single = (one for one in (self.each, self.where, *self.values.values()) if one is not None and not isinstance(one, Rows))
        return (*single, *(f for one in lists for f in (one.rows, *one.columns.values())))

    @property
    def origin(self) -> Seat:
        """Where it is done."""
        return self.after.party.family, self.after.receiver if self.after.kind == "call" else self.after.sender

    @property
    def target(self) -> Seat:
        """Where it must be known."""
        return self.comes.party.family, self.comes.sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """Consequences that belong together; `contracts/linkages/<name>.yaml`. starts: the moment at which a test bench begins, '' = now.
    passes: so much time must pass before the other system shows it (`+7d`, `next-working-day`), '' = none. unused: ids of events by which
    one system alone would come to what here only another one may tell it."""

    id: str
    title: str
    consequences: tuple[Consequence, ...]
    starts: str = ""
    passes: str = ""
    unused: frozenset[str] = frozenset()
    source: Source = field(default=Source())
    at: Position = Position()

    @property
    def rules(self) -> tuple[Consequence, ...]:
        """What it promises, as of a contract or a flow."""
        return self.consequences

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Everybody who takes part, in order of appearance."""
        return tuple(dict.fromkeys(seat for c in self.consequences for seat in (c.origin, c.target)))

    @property
    def told(self) -> frozenset[str]:
        """Ids of the events that only another system brings about."""
        return frozenset(c.comes.id for c in self.consequences)
