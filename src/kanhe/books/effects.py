"""Applying declared effects: Books + message -> Books. No effect knows a field name; formulas bring the values."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from immutables import Map

from kanhe.books.books import PLACE, Books, Chain, Key, Thing, to_fen
from kanhe.books.nameless import blank, christened, is_blank, name_for
from kanhe.model.contract import Contract, Effect
from kanhe.model.document import MISSING, get
from kanhe.model.formula import Absent, Row, Scene, Value
from kanhe.model.words import ReplyClass


def apply(
    contract: Contract,
    books: Books,
    scene: Scene,
    *,
    rejected: frozenset[int] = frozenset(),
    only: tuple[int, ...] | None = None,
    seen: ReplyClass = ReplyClass.SUCCESS,
    mark: str = "",
) -> tuple[Books, tuple[int, ...]]:
    """Books after the contract's effects, and the indexes of effects that wait for a reply that is not there.

    rejected: row numbers of the batch that have no effect. only: apply just these effects (the late ones). seen: class of the reply.
    mark: by which an entry that waits keeps its place among the others until its effect is applied with the same mark.
    """
    late: list[int] = []
    for number, effect in enumerate((*contract.effects, *contract.marks)):
        if (seen not in effect.when) if only is None else (number not in only):
            continue
        batched = contract.batch is not None and effect.each == f"request.{contract.batch.rows}"
        skip, wait = rejected if batched else frozenset(), Wait(mark=mark, number=number)
        try:
            books = _one(effect, books, scene, skip, wait if only is not None else None).trust((effect.kind, (wait.place,)))
        except Absent as absent:
            if scene.reply is None and absent.path.startswith("reply"):
                late.append(number)
                books = _waiting(effect, books, scene, skip, wait)
            # any other absent value: an optional field was left out, so this effect does not apply
    return books, tuple(late)


def row_done(contract: Contract, books: Books, scene: Scene, index: int) -> Books:
    """Books after what one row of the batch does by itself, before there is a reply."""
    batch = contract.batch
    each = f"request.{batch.rows}" if batch is not None else ""
    others = frozenset(range(len(rows_of(scene, each)))) - {index}
    for effect in contract.effects:
        if effect.each == each and ReplyClass.SUCCESS in effect.when:
            with suppress(Absent):  # what only the reply tells
                books = _one(effect, books, scene, others)
    return books


def rows_of(scene: Scene, each: str) -> list[Any]:
    """The rows that an `each` path stands for; empty where the list is absent."""
    side, _, path = each.partition(".")
    node = get(scene.request if side == "request" else scene.reply, path)
    if side == "reply" and scene.reply is None:
        raise Absent(each)
    return node if isinstance(node, list) else [] if node is MISSING or node is None else [node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """An effect that needs the reply. mark: of its message. partly: the reply is not there yet, what the request says is booked;
    otherwise it came, and what was booked so is completed. nameless: only the reply tells the key."""

    mark: str
    number: int
    partly: bool = False
    nameless: bool = False

    @property
    def place(self) -> str:
        """By which the effect's entries are found again."""
        return f"{self.mark}#{self.number}"


def _waiting(effect: Effect, books: Books, scene: Scene, skip: frozenset[int], wait: Wait) -> Books:
    """What is known of an effect that waits: an entry or a thing is there, with what the request says of it; else its kind is unsure."""
    for nameless in (False, True) if effect.verb in ("append", "open") else ():
        try:
            return _one(effect, books, scene, skip, replace(wait, partly=True, nameless=nameless))
        except Absent:
            continue
    return books.doubt([(effect.kind, (wait.place,))])


def _one(effect: Effect, books: Books, scene: Scene, skip: frozenset[int], wait: Wait | None = None) -> Books:
    rows: Iterable[Any] = rows_of(scene, effect.each) if effect.each else (None,)
    for index, row in enumerate(rows):
        if index in skip:
            continue
        here = scene.at(books=books, row=row if effect.each else scene.row, index=index)
        if effect.where is not None and not effect.where(here):
            continue
        name = name_for(wait.mark, "|".join(part.text for part in effect.key), index) if wait is not None else ()
        key = name if wait is not None and wait.nameless else tuple(_text(part(here)) for part in effect.key)
        if wait is not None and not wait.partly:
            books = christened(books, effect.kind, name, key)
            here = scene.at(books=books, row=here.row, index=index)
        books = books.keep(effect.kind, key, _changed(effect, books, key, here, wait, at=index))
    return books


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _changed(effect: Effect, books: Books, key: Key, scene: Scene, wait: Wait | None, *, at: int) -> Thing:
    shelf = books.kinds.get(effect.kind)
    thing = (shelf.get(key) if shelf is not None else None) or Thing(blind=True)
    verb = effect.verb
    partly = wait is not None and wait.partly
    if verb == "open" and wait is not None and not partly and is_blank(thing):  # it has been there, and may have moved on since
        return replace(thing, fields=thing.fields.delete(PLACE).update(_values(effect, scene)))
    if verb == "open":
        opened = _opened(effect, thing, scene, partly=partly)
        return blank(opened) if partly else opened
    if verb in ("credit", "debit", "hold", "release"):
        return _moved_money(effect, thing, scene)
    if verb == "append":
        row: Map[str, Value] = Map(_values(effect, scene, partly=partly))
        place = f"{wait.place}#{at}" if wait is not None else ""
        return replace(thing, chain=_appended(thing.chain, row.set(PLACE, place) if partly else row, "" if partly else place))
    if verb == "set":
        return replace(thing, fields=thing.fields.update(_values(effect, scene)))
    if verb == "move":
        return replace(thing, status=effect.status, fields=thing.fields.update(_values(effect, scene)))
    return replace(thing, closed=True, status=effect.status or thing.status)


def _appended(chain: Chain | None, row: Row, at: str) -> Chain:
    """The chain with the row behind, or in the place that was kept for it."""
    if at and chain is not None:
        rows = chain.rows()
        kept = next((i for i, other in enumerate(rows) if other.get(PLACE) == at), -1)
        if kept >= 0:
            rows[kept], chain = _completed(rows[kept], row), None
            for one in rows:
                chain = Chain(chain, one, chain.size + 1 if chain else 1)
            assert chain is not None
            return chain
    return Chain(chain, row, chain.size + 1 if chain else 1)


def _completed(kept: Row, row: Row) -> Row:
    """The entry as it was booked: what was known at once stands, since balances have moved on; the rest is as the reply has it."""
    return Map({**row, **{name: value for name, value in kept.items() if name != PLACE}})


def _opened(effect: Effect, thing: Thing, scene: Scene, *, partly: bool = False) -> Thing:
    old = Map() if thing.closed or thing.blind else thing.fields
    balance = thing.balance_fen if not thing.closed else None
    if effect.amount is not None:
        balance = to_fen(effect.amount(scene))  # type: ignore[arg-type]
    return Thing(
        status=effect.status or thing.status,
        balance_fen=balance,
        fields=old.update(_values(effect, scene, partly=partly)),
        chain=None if thing.closed else thing.chain,
    )


def _moved_money(effect: Effect, thing: Thing, scene: Scene) -> Thing:
    assert effect.amount is not None, f"{effect.at}: {effect.verb} 没有金额"
    fen = to_fen(effect.amount(scene))  # type: ignore[arg-type]
    if effect.verb == "hold":
        return replace(thing, held_fen=thing.held_fen + fen)
    if effect.verb == "release":
        return replace(thing, held_fen=thing.held_fen - fen)
    if thing.balance_fen is None:  # not yet observed: the first observation will include this movement
        return thing
    return replace(thing, balance_fen=thing.balance_fen + (fen if effect.verb == "credit" else -fen))


def _values(effect: Effect, scene: Scene, *, partly: bool = False) -> dict[str, Value]:
    """The effect's fields; one that is absent in this message is left out. partly: one that only a reply can tell, too."""
    found: dict[str, Value] = {}
    for name, formula in effect.fields.items():
        try:
            found[name] = formula(scene)  # type: ignore[assignment]
        except Absent as absent:
            if scene.reply is None and absent.path.startswith("reply") and not partly:
                raise
    return found
