"""Answering a request from the books alone: Kanhe's own side of a two-way interface, the imagined peer of the planner, and the
simple simulator of a family that has no behaviour module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kanhe.books.books import Accepted, Books
from kanhe.books.effects import apply
from kanhe.books.outcome import literal_code
from kanhe.books.predict import content_of, expect, key_of
from kanhe.contract.draw import Draw
from kanhe.contract.leaf import write
from kanhe.contract.values import moment, ordinary, unique
from kanhe.model.contract import Contract, Field
from kanhe.model.document import MISSING, Document, copy, get, put
from kanhe.model.formula import Absent, Scene
from kanhe.model.words import Kind, ReplyClass

PREFERENCE = (ReplyClass.SUCCESS, ReplyClass.DUPLICATE, ReplyClass.REFUSED, ReplyClass.FAULT, ReplyClass.PROCESSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A reply, its class, and the books after it."""

    reply: Document
    seen: ReplyClass
    books: Books
    promise: str = ""


def answer(
    contract: Contract,
    books: Books,
    request: Any,
    *,
    draw: Draw,
    now: str,
    parameters: Mapping[str, Any] | None = None,
    breach: str = "",
    row_breaches: Mapping[int, str] | None = None,
    wish: ReplyClass | None = None,
) -> Answered:
    """What an honest peer with these books answers. breach: the data promise that the request breaks ('' = none). wish: the class
    that is wanted where more than one is right."""
    scene = Scene(request=request, books=books, now=now, parameters=parameters or {}, draw=draw)
    if breach:
        return _refusal(contract, books, scene, ReplyClass.REFUSED, breach)
    expectation = expect(contract, books, scene, broken=row_breaches or ())
    seen = next(c for c in PREFERENCE if c in expectation.classes)
    if wish is not None and wish in expectation.classes and expectation.success:
        seen = wish
    if seen not in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE, wish):
        return _refusal(contract, books, scene, seen, expectation.promise)
    if expectation.earlier is not None and expectation.earlier.reply is not None:
        reply = _again(contract, scene, seen, expectation.earlier)
        return Answered(reply=reply, seen=seen, books=books, promise=expectation.promise)
    return _grant(contract, books, scene, seen, {**expectation.rejected, **(row_breaches or {})})


def vague(contract: Contract, request: Any, *, draw: Draw, now: str) -> Document:
    """A reply that says that the outcome is unknown, whatever has been done."""
    return _refusal(contract, Books(), Scene(request=request, now=now, draw=draw), ReplyClass.UNKNOWN, "").reply


def _refusal(contract: Contract, books: Books, scene: Scene, seen: ReplyClass, promise: str) -> Answered:
    declared = {c for _, c in contract.outcomes.classes}
    if seen not in declared:
        seen = next((c for c in (ReplyClass.REFUSED, ReplyClass.FAULT) if c in declared), seen)
    code = next((rule.code for rule in contract.rules if rule.id == promise), "")
    reply = _envelope(contract, scene, seen, code if seen is ReplyClass.REFUSED else "")
    for field in contract.reply:
        if field.means == "message" and "[]" not in field.path:
            put(reply, field.path, f"不符合 {promise}" if promise else "拒绝")
    return Answered(reply=reply, seen=seen, books=books, promise=promise)


def _again(contract: Contract, scene: Scene, seen: ReplyClass, earlier: Accepted) -> Document:
    reply: Document = copy(earlier.reply)
    envelope = _envelope(contract, scene, seen)
    for field in contract.reply:
        node = get(envelope, field.path) if "[]" not in field.path else MISSING
        if node is not MISSING:
            put(reply, field.path, node)
    return reply


def _grant(contract: Contract, books: Books, scene: Scene, seen: ReplyClass, rejected: Mapping[int, str]) -> Answered:
    reply = _envelope(contract, scene, seen)
    _fill(contract, reply, scene)
    if contract.batch is not None:
        put(reply, contract.batch.rejected, [_rejection(contract, i, why) for i, why in sorted(rejected.items())])
    told = replace(scene, reply=reply)
    after, _ = apply(contract, books, told, rejected=frozenset(rejected), seen=seen)
    show(contract, after, told, seen)
    _derive(contract, replace(told, books=after))
    key = key_of(contract, scene.request, scene.now)
    if key is not None:
        after = after.accept(key, Accepted(content=content_of(contract, scene.request), reply=reply, request=scene.request))
    return Answered(reply=reply, seen=seen, books=after)


def _envelope(contract: Contract, scene: Scene, seen: ReplyClass, code: str = "") -> Document:
    """Outcome code, echo, constants and clock: what every reply has."""
    reply: Document = {}
    for field in contract.reply:
        if "[]" in field.path:
            continue
        if field.constant is not None:
            put(reply, field.path, field.constant)
        elif field.means in ("send_date", "send_time", "send_moment"):
            put(reply, field.path, moment(field.type, scene.now))
    for to, source in contract.echo.items():
        node = get(scene.request, source)
        if node is not MISSING:
            put(reply, to, node)
    code = code or literal_code(contract.outcomes, seen)
    for path, text in zip(contract.outcomes.paths, code.split(" "), strict=False):
        if text:  # '' is told by leaving it out
            put(reply, path, text)
    return reply


def _fill(contract: Contract, reply: Document, scene: Scene) -> None:
    """Required fields that nothing else gives: fresh, unique keys, the specimen's, or ordinary values."""
    observed = {o.path.split("[]")[0] for o in contract.observes}
    issued = {p.removeprefix("reply.") for e in contract.effects for part in e.key for p in part.paths}
    for field in contract.reply:
        if "[]" in field.path or get(reply, field.path) is not MISSING or field.path in observed or not field.required:
            continue
        put(reply, field.path, _value(contract, field, scene, issued=field.path in issued))


def _value(contract: Contract, field: Field, scene: Scene, *, issued: bool) -> Any:
    if field.fresh is not None:
        value = field.fresh(scene)
        return value if isinstance(value, str) and field.type.kind is not Kind.MONEY else write(field.type, value)  # type: ignore[arg-type]
    if issued:
        return unique(field.type, scene.draw, scene.now)
    node = get(contract.specimen_reply, field.path)
    return node if node is not MISSING else ordinary(field.type, scene.draw, scene.now)


def _derive(contract: Contract, scene: Scene) -> None:
    """What our reply has worked out from the request and from its own rows."""
    for field in contract.reply:
        if field.derived is None or "[]" in field.path or get(scene.reply, field.path) is MISSING:
            continue
        try:
            put(scene.reply, field.path, _written(field, field.derived(scene)))  # type: ignore[arg-type]
        except Absent:
            continue


def _rejection(contract: Contract, index: int, why: str) -> Document:
    batch = contract.batch
    assert batch is not None
    row: Document = {}
    for field in contract.reply:
        head, mark, column = field.path.partition("[].")
        if not mark or head != batch.rejected:
            continue
        if column == batch.index:
            put(row, column, write(field.type, index + batch.base if field.type.kind is Kind.INTEGER else str(index + batch.base)))
        else:
            put(row, column, f"不符合 {why}")
    return row


def show(contract: Contract, books: Books, scene: Scene, seen: ReplyClass) -> None:
    """Write every observation of these books into the reply of the scene."""
    here = replace(scene, books=books)
    types = {f.path: f for f in contract.reply}
    for observation in contract.observes:
        if seen not in observation.when:
            continue
        try:
            if observation.value is not None:
                field = types[observation.path]
                put(here.reply, observation.path, _written(field, observation.value(here)))  # type: ignore[arg-type]
            elif observation.rows is not None:
                found: Any = observation.rows(here)
                put(here.reply, observation.path.removesuffix("[]"),  # type: ignore[arg-type]
                    [_shown_row(observation.path, observation.columns, types, here, row, i) for i, row in enumerate(found)])
        except Absent:
            continue


def _shown_row(path: str, columns: Mapping[str, Any], types: Mapping[str, Field], scene: Scene, row: Any, index: int) -> Document:
    shown: Document = {}
    for column, formula in columns.items():
        try:
            value = formula(scene.at(row=row, index=index))
        except Absent:
            continue
        field = types.get(f"{path.removesuffix('[]')}[].{column}")
        put(shown, column, copy(value) if field is None else _written(field, value))
    for field in _columns(path, types.values()):
        column = field.path.partition("[].")[2]
        if get(shown, column) is MISSING and field.required and "[]" not in column:
            plain = str(index) if field.means == "row_number" else ordinary(field.type, scene.draw, scene.now)
            put(shown, column, plain if field.constant is None else field.constant)
    return shown


def _columns(path: str, fields: Sequence[Field] | Any) -> list[Field]:
    head = path.removesuffix("[]") + "[]."
    return [f for f in fields if f.path.startswith(head)]


def _written(field: Field, value: Any) -> Any:
    return None if value is None else write(field.type, value)
