"""What must stand in files because of what was done by messages: of each key the rows add up to it.

Theory of operation. Whatever is done that a listing names is remembered under the key of the file's rows. At the end, when the time has
passed by which the files are there, they are fetched, and for each key the rows of all files are added up, so that a red entry and its blue
one net out, as in a reconciliation. A refusal and a resend add nothing, but their keys are looked at. Of what nobody knows (no readable
answer, no resend) nothing is said, nor of keys that the house was never asked about: others do business there, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kanhe.books.outcome import classify
from kanhe.books.predict import key_of
from kanhe.contract.leaf import BadLeaf
from kanhe.contract.lookup import as_list
from kanhe.files.cells import cell_text
from kanhe.model.exchange import Exchange
from kanhe.model.file import Column, FileContract
from kanhe.model.formula import Absent, Formula, Scene
from kanhe.model.linkage import Linkage, Listing, Seat
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass
from kanhe.run.handing import Handing
from kanhe.run.rows import Row, Unread, rows_of

UNKNOWN = (None, ReplyClass.PROCESSING, ReplyClass.UNKNOWN)
MOST_LINES = 5
Cell = tuple[str, str]
"""(column, what the file writes in it)."""
Place = tuple[str, tuple[Cell, ...]]
"""(file contract, the cells that tell the rows of one key from others)."""
Told = tuple[Decimal, Mapping[str, str]]
"""(amount, other cells) of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What one message has done to the rows of a key."""

    listing: Listing
    amount: Decimal
    cells: Mapping[str, str]
    exchange: Exchange


@dataclass(slots=True, kw_only=True)
class Listed:
    """What the files of one house must show. files: of each seat that hands some over."""

    linkage: Linkage
    files: Mapping[Seat, Handing]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    due: dict[Place, list[Due]] = field(default_factory=dict)
    asked: dict[Place, tuple[Listing, Exchange]] = field(default_factory=dict)  # every key that was named, by what named it first
    unsure: dict[Any, set[Place]] = field(default_factory=dict)  # mark -> the keys of which nobody knows
    done: set[Any] = field(default_factory=set)
    later: set[Any] = field(default_factory=set)  # accepted, and done some time, which is not followed
    unread: dict[str, str] = field(default_factory=dict)  # file contract -> why its files say nothing
    _begun: tuple[dict[Place, list[Due]], dict[Place, tuple[Listing, Exchange]]] = field(default=({}, {}), init=False)

    # -- what was done -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """A new scenario."""
        self._begun = {place: list(dues) for place, dues in self.due.items()}, dict(self.asked)

    def drop(self) -> None:
        """Nothing is said of this scenario."""
        self.due, self.asked = self._begun

    def count(self, listing: Listing) -> int:
        """How often it has followed."""
        return sum(one.listing is listing for dues in self.due.values() for one in dues)

    def note(self, exchange: Exchange, scene: Scene) -> None:
        """An exchange or an event, which the books (of the scene) know already."""
        for listing in self.linkage.listings:
            if listing.after is exchange.contract and listing.target in self.files:
                self._note(listing, exchange, scene)

    def _note(self, listing: Listing, exchange: Exchange, scene: Scene) -> None:
        contract = exchange.contract
        mark = listing.id, key_of(contract, exchange.request or {}, exchange.at) if contract.idempotency is not None else id(exchange)
        answered = classify(contract.outcomes, exchange.reply) if exchange.reply is not None else None
        seen = ReplyClass.SUCCESS if contract.kind == "stimulus" else answered
        rows = list(_rows(listing, scene))
        self.later |= {mark} if seen is ReplyClass.PROCESSING else set()
        if seen in UNKNOWN or mark in self.later:
            if mark not in self.done:
                self.unsure.setdefault(mark, set()).update(place for place, _ in rows)
            return
        doubted = self.unsure.pop(mark, None) is not None
        first = mark not in self.done and (seen is ReplyClass.SUCCESS or (seen is ReplyClass.DUPLICATE and doubted))
        for place, told in rows:
            if told is not None or not first:  # what was done, and cannot be told, is left out
                self.asked.setdefault(place, (listing, exchange))
            if told is not None and first:
                self.due.setdefault(place, []).append(Due(listing=listing, amount=told[0], cells=told[1], exchange=exchange))
        if first:
            self.done.add(mark)

    # -- what the files say --------------------------------------------------------------------------------------------

    def judged(self) -> Iterator[tuple[Verdict, Sequence[Exchange]]]:
        """Fetch the files, and a verdict for each key, with what was done to it. That nothing stands there of which nothing was done is
        no promise kept."""
        doubted = {place for places in self.unsure.values() for place in places}
        wanted = [place for place in self.asked if place not in doubted]
        found = self._found(wanted)
        for place in wanted:
            if place[0] in self.unread:
                continue
            verdict, story = self._judge(place, found.get(place, []))
            if verdict.outcome is Outcome.BROKEN or self.due.get(place):
                yield verdict, story

    def _judge(self, place: Place, rows: Sequence[Row]) -> tuple[Verdict, Sequence[Exchange]]:
        dues, (listing, exchange) = self.due.get(place, []), self.asked[place]
        listing = dues[-1].listing if dues else listing
        net = sum((one.amount for one in dues), Decimal(0))
        named = "、".join(f"{listing.file.row.column(name).field.title} {text}" for name, text in place[1])
        wrong = self._wrong(dues, rows, net)
        expected = f"{named} 的各行合计 {net} 元" if dues else f"没有 {named} 的行"
        verdict = Verdict(contract=self.linkage.id, promise=listing.id, outcome=Outcome.BROKEN if wrong else Outcome.KEPT,
                          says=listing.says, expected=expected, actual=wrong, where=listing.file.id)
        return verdict, [one.exchange for one in dues] or [exchange]

    def _wrong(self, dues: Sequence[Due], rows: Sequence[Row], net: Decimal) -> str:
        """What is wrong with the rows of a key, '' for nothing."""
        total = sum((row.amount for row in rows), Decimal(0))
        lines = "；".join(f"{row.where}：{row.amount}" for row in rows[:MOST_LINES]) + ("；……" if len(rows) > MOST_LINES else "")
        if not dues:
            return f"有 {len(rows)} 行（{lines}），可是没有办成过" if rows else ""
        if total != net:
            return f"合计 {total} 元，{len(rows)} 行（{lines}）" if rows else "没有这样的行"
        cells = dict(dues[-1].cells) if net else {}
        columns = {c.name: c for c in dues[-1].listing.file.row.columns}
        for row in rows:
            for name, text in cells.items():
                if (told := cell_text(columns[name], row.cells.get(name))) != text:
                    return f"{row.where} 的 {name}（{columns[name].field.title}）是 {told or '空的'}，应为 {text}"
        return ""

    def _found(self, wanted: Iterable[Place]) -> dict[Place, list[Row]]:
        """The rows of each of these keys."""
        found: dict[Place, list[Row]] = {}
        columns = {(contract, tuple(name for name, _ in cells)) for contract, cells in wanted}
        for contract in {one.file.id: one.file for one in self.linkage.listings if any(one.file.id == c for c, _ in columns)}.values():
            try:
                rows = rows_of(contract, self.files[contract.party.family, contract.sender], self.parameters)
            except Unread as error:
                self.unread[contract.id] = str(error)
                continue
            for row in rows:
                for place in {_place(contract, names, row) for one, names in columns if one == contract.id}:
                    found.setdefault(place, []).append(row)
        return found


def _place(contract: FileContract, names: Iterable[str], row: Row) -> Place:
    """Where a row that was found belongs, by these columns."""
    return contract.id, tuple((name, cell_text(contract.row.column(name), row.cells.get(name))) for name in names)


def _rows(listing: Listing, scene: Scene) -> Iterator[tuple[Place, Told | None]]:
    """Key, and amount and other cells, of every row that follows; where only the key can be told, nothing else."""
    try:
        each: Iterable[Any] = (None,) if listing.each is None else as_list(listing.each(scene))
    except (Absent, ArithmeticError):
        return
    columns = {c.name: c for c in listing.file.row.columns}
    for index, row in enumerate(each):
        here = scene.at(row=row, index=index)
        try:
            if listing.where is not None and not listing.where(here):
                continue
            key = tuple((name, _text(columns[name], one, here)) for name, one in listing.key.items())
        except (Absent, ArithmeticError, BadLeaf):
            continue
        yield (listing.file.id, key), _told(listing, columns, here)


def _told(listing: Listing, columns: Mapping[str, Column], scene: Scene) -> Told | None:
    """Amount and other cells of a row, where all of it can be told."""
    try:
        amount = Decimal(str(listing.amount(scene)))
        return amount, {name: _text(columns[name], one, scene) for name, one in listing.values.items()}
    except (Absent, ArithmeticError, BadLeaf):
        return None


def _text(column: Column, formula: Formula, scene: Scene) -> str:
    """What a formula says, as the file writes it."""
    return cell_text(column, formula(scene))  # type: ignore[arg-type]
