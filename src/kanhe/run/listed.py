"""What must stand in files because of what was done by messages: of each key the rows add up to it.

Theory of operation. Whatever is done that a listing names is remembered under the key of the file's rows. At the end, when the time has
passed by which the files are there, they are fetched, and for each key the rows of all files are added up, so that a red entry and its blue
one net out, as in a reconciliation. A refusal and a resend add nothing, but their keys are looked at. Of what nobody knows (no readable
answer, no resend) nothing is said, nor of keys that the house was never asked about: others do business there, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kanhe.books.outcome import classify
from kanhe.books.predict import key_of
from kanhe.contract.leaf import BadLeaf
from kanhe.contract.lookup import as_list
from kanhe.files.cells import cell_text
from kanhe.model.exchange import Exchange
from kanhe.model.file import Column
from kanhe.model.formula import Absent, Formula, Scene
from kanhe.model.linkage import Linkage, Listing, Seat
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass
from kanhe.run.handing import Handing
from kanhe.run.rows import Key, Row, Unread, rows_by_key

UNKNOWN = (None, ReplyClass.PROCESSING, ReplyClass.UNKNOWN)
MOST_LINES = 5
Place = tuple[str, Key]
"""(file contract, key of its rows)."""


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
        if seen in UNKNOWN:
            if mark not in self.done:
                self.unsure.setdefault(mark, set()).update(place for place, *_ in rows)
            return
        doubted = self.unsure.pop(mark, None) is not None
        first = mark not in self.done and (seen is ReplyClass.SUCCESS or (seen is ReplyClass.DUPLICATE and doubted))
        for place, amount, cells in rows:
            self.asked.setdefault(place, (listing, exchange))
            if first:
                self.due.setdefault(place, []).append(Due(listing=listing, amount=amount, cells=cells, exchange=exchange))
        if first:
            self.done.add(mark)

    # -- what the files say --------------------------------------------------------------------------------------------

    def judged(self) -> Iterator[tuple[Verdict, Sequence[Exchange]]]:
        """Fetch the files, and a verdict for each key, with what was done to it."""
        doubted = {place for places in self.unsure.values() for place in places}
        wanted = [place for place in self.asked if place not in doubted]
        found = self._found({contract for contract, _ in wanted})
        for place in wanted:
            if place[0] not in self.unread:
                yield self._judge(place, found.get(place, []))

    def _judge(self, place: Place, rows: Sequence[Row]) -> tuple[Verdict, Sequence[Exchange]]:
        dues, (listing, exchange) = self.due.get(place, []), self.asked[place]
        listing = dues[-1].listing if dues else listing
        matching, net = listing.file.matching, sum((one.amount for one in dues), Decimal(0))
        titles = [listing.file.row.column(name).field.title for name in matching.key]
        named = "、".join(f"{title} {text}" for title, text in zip(titles, place[1], strict=True))
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

    def _found(self, wanted: Collection[str]) -> dict[Place, list[Row]]:
        """The rows of the files of these contracts, by key."""
        found: dict[Place, list[Row]] = {}
        for contract in {one.file.id: one.file for one in self.linkage.listings if one.file.id in wanted}.values():
            try:
                rows = rows_by_key(contract, self.files[contract.party.family, contract.sender], self.parameters)
            except Unread as error:
                self.unread[contract.id] = str(error)
                continue
            found |= {(contract.id, key): several for key, several in rows.items()}
        return found


def _rows(listing: Listing, scene: Scene) -> Iterator[tuple[Place, Decimal, Mapping[str, str]]]:
    """Key, amount and other cells of every row that follows; what cannot be told whole is left out."""
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
            key = tuple(_text(columns[name], one, here) for name, one in zip(listing.file.matching.key, listing.key, strict=True))
            amount = Decimal(str(listing.amount(here)))
            cells = {name: _text(columns[name], one, here) for name, one in listing.values.items()}
        except (Absent, ArithmeticError, BadLeaf):
            continue
        yield (listing.file.id, key), amount, cells


def _text(column: Column, formula: Formula, scene: Scene) -> str:
    """What a formula says, as the file writes it."""
    return cell_text(column, formula(scene))  # type: ignore[arg-type]
