"""What a contract says of a file: its records, its name, what must add up, how it arrives. Made by contract/filing.py from YAML.

Values of a file are typed where they are used: texts, Decimal yuan for money, int for counts; an empty optional cell is None.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from re import Pattern
from typing import Any

from kanhe.errors import Position
from kanhe.model.contract import Field, Party, Source
from kanhe.model.formula import Formula, Value
from kanhe.model.words import Level

Cells = Mapping[str, Value]
"""One record by column name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a record. Fixed width only: `width` in BYTES of the file's charset, `align` left or right, `pad` one sign,
    `sign`: the number always starts with + or -."""

    field: Field
    width: int = 0
    align: str = "left"
    pad: str = " "
    sign: bool = False

    @property
    def name(self) -> str:
        """The name by which rules speak of it."""
        return self.field.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One kind of line: header, row or trailer."""

    part: str
    columns: tuple[Column, ...]

    @property
    def size_bytes(self) -> int:
        """Bytes of a fixed-width record without its line end; 0 for delimited ones."""
        return sum(c.width for c in self.columns)

    def column(self, name: str) -> Column:
        """A column by name; KeyError where there is none."""
        return next(c for c in self.columns if c.name == name)

    @property
    def mark(self) -> tuple[int, str] | None:
        """(index, text) of the first constant column: how a line shows which record it is; None where nothing does."""
        found = ((i, c.field.constant) for i, c in enumerate(self.columns) if c.field.constant is not None)
        return next(((i, text) for i, text in found if text is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A figure over all rows. of: count, sum, min, max; where: column -> text that a row must have to count; into: cells of header
    and trailer (`header.count`) that must say the same."""

    name: str
    of: str
    column: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    into: tuple[str, ...] = ()
    rule: str = ""
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """SM3 in hexadecimal over the bytes of these records with their line ends, in file order. case: lower or upper."""

    into: str
    over: tuple[str, ...]
    case: str = "lower"
    rule: str = ""
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """Rows that must differ in these columns taken together."""

    columns: tuple[str, ...]
    rule: str = ""
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePart:
    """One part of the file's name. same_as: the header cell that must say the same."""

    field: Field
    same_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileName:
    """The name as a pattern: `LAND_{date}_{seq}.txt`; `match` finds the parts by group name."""

    pattern: str
    parts: tuple[NamePart, ...]
    match: Pattern[str]
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """When a file counts as there. way: rename (written under name + `mark`, then renamed) or flag (an empty file name + `mark`
    appears after it)."""

    way: str = "rename"
    mark: str = ".tmp"
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileExample:
    """One half of a pair: the specimen with these cells changed. patch: `row.0.amount`, `header.count`, `name.date`, or `rows` as a
    whole -> value (None empties a cell). given: what the messages have left in the books. earlier: the files before it, each a patch of the
    specimen. now: when it arrived."""

    patch: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    earlier: tuple[Mapping[str, Any], ...] = ()
    now: str = ""
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRule:
    """One promise about a file. on: row (every row; `former` is the row before it), file (header, trailer and totals), series
    (`former` is the file before it), declared (names a built-in promise).

    where: the rule is about such rows only.
    by: the former row is the last one with this key, in this file or an earlier one; leaves: the key under which the row itself is
    remembered (empty: the same).
    """

    id: str
    says: str
    on: str
    level: Level = Level.MUST
    source: Source = Source()
    holds: Formula | None = None
    where: Formula | None = None
    by: tuple[Formula, ...] = ()
    leaves: tuple[Formula, ...] = ()
    accepts: FileExample | None = None
    refuses: FileExample | None = None
    at: Position = Position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Files that follow one another. by: the name part or header cell that tells the series apart ('' = one series); order: the one
    that puts them in order; complete: the rule that a missing member breaks; every: whether a file is due about each day, or about the last
    day of each month."""

    by: str = ""
    order: str = ""
    complete: str = ""
    every: str = "day"

    def due_on(self, day: str) -> bool:
        """Whether a file is due about this day (yyyyMMdd)."""
        return self.every == "day" or int(day[6:8]) == monthrange(int(day[:4]), int(day[4:6]))[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Which columns of the rows a reconciliation looks at."""

    key: tuple[str, ...] = ()
    amount: str = ""
    serial: str = ""
    date: str = ""
    status: str = ""
    minus: Mapping[str, str] = field(default_factory=dict)  # column -> text that makes the amount negative


@dataclass(frozen=True, slots=True, kw_only=True)
class FileContract:
    """One kind of file of a family. shape: delimited or fixed. line_end: LF, CRLF or none (fixed only). again: name parts that
    number a delivery (same number + same bytes = no-op, other bytes = refused), with its rule."""

    id: str
    title: str
    party: Party
    sender: str
    receiver: str
    charset: str
    shape: str
    delimiter: str = "|"
    line_end: str = "LF"
    header: Record | None = None
    row: Record
    trailer: Record | None = None
    name: FileName
    totals: tuple[Total, ...] = ()
    digest: Digest | None = None
    unique: tuple[Unique, ...] = ()
    again: tuple[str, ...] = ()
    again_rule: str = ""
    series: Series = Series()
    arrival: Arrival = Arrival()
    matching: Matching = Matching()
    rules: tuple[FileRule, ...] = ()
    layout_rule: str = ""
    behaviour: str = ""
    specimen: str = ""  # name of the file with the specimen's bytes
    source: Source = Source()
    owner: str = ""
    severity: str = "normal"
    at: Position = Position()

    @property
    def records(self) -> Sequence[Record]:
        """Header, row and trailer, those that there are."""
        return [r for r in (self.header, self.row, self.trailer) if r is not None]

    def record(self, part: str) -> Record | None:
        """The record of a part."""
        return next((r for r in self.records if r.part == part), None)

    @property
    def end(self) -> bytes:
        """The bytes that end a line."""
        return {"LF": b"\n", "CRLF": b"\r\n"}.get(self.line_end, b"")
