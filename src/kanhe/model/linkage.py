"""What is done in one system and must be known in another: promises over several families, as data.

A system of its own answers for its own messages (contract, flow); a linkage answers for what lies between systems that share one house:
a payment made here is the payment that is known there. See docs/contract-language.md for the text side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kanhe.errors import Position
from kanhe.model.contract import Contract, Source
from kanhe.model.file import FileContract
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
        return _done_at(self.after)

    @property
    def target(self) -> Seat:
        """Where it must be known."""
        return self.comes.party.home, self.comes.sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One promise: what `after` does, where it succeeds and `where` holds, stands in the files `file` of another family. Of each key, the
    rows of all files add up to all that was done under it; a refusal and a resend add nothing.

    key: column -> what it says, of those that tell such rows from others. amount: yuan; less than nothing takes back. values: what other
    columns of such a row say. each: see Consequence."""

    id: str
    says: str
    after: Contract
    file: FileContract
    key: Mapping[str, Formula]
    amount: Formula
    values: Mapping[str, Formula] = field(default_factory=dict)
    where: Formula | None = None
    each: Formula | None = None
    level: Level = Level.MUST
    source: Source = Source()
    at: Position = Position()

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """Everything that it works out."""
        return (*(one for one in (self.each, self.where) if one is not None), *self.key.values(), self.amount, *self.values.values())

    @property
    def origin(self) -> Seat:
        """Where it is done."""
        return _done_at(self.after)

    @property
    def target(self) -> Seat:
        """Who hands the file over."""
        return self.file.party.home, self.file.sender


def _done_at(after: Contract) -> Seat:
    """A call is done where it is received, an event where it is experienced."""
    return after.party.home, after.receiver if after.kind == "call" else after.sender


Following = Consequence | Listing
"""What follows from something that is done: an event in another system, or rows in a file of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """What belongs together; `contracts/linkages/<name>.yaml`. starts: the moment at which a test bench begins, '' = now.
    passes: so much time must pass before the other system shows it (`+7d`, `next-working-day`), '' = none; filed: before the files are
    there. unused: ids of events by which one system alone would come to what here only another one may tell it."""

    id: str
    title: str
    consequences: tuple[Consequence, ...] = ()
    listings: tuple[Listing, ...] = ()
    starts: str = ""
    passes: str = ""
    filed: str = ""
    unused: frozenset[str] = frozenset()
    source: Source = field(default=Source())
    at: Position = Position()

    @property
    def rules(self) -> tuple[Following, ...]:
        """What it promises, as of a contract or a flow."""
        return (*self.consequences, *self.listings)

    @property
    def tried(self) -> tuple[Following, ...]:
        """The promises whose doing is tried; the others follow from the same messages."""
        done = {c.after.id for c in self.consequences}
        return (*self.consequences, *{one.after.id: one for one in reversed(self.listings) if one.after.id not in done}.values())

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Everybody who takes part with messages, in order of appearance."""
        known = (seat for c in self.consequences for seat in (c.origin, c.target))
        return tuple(dict.fromkeys((*known, *(one.origin for one in self.listings))))

    @property
    def places(self) -> tuple[Seat, ...]:
        """Everybody who takes part with files."""
        return tuple(dict.fromkeys(one.target for one in self.listings))

    @property
    def told(self) -> frozenset[str]:
        """Ids of the events that only another system brings about."""
        return frozenset(c.comes.id for c in self.consequences)
