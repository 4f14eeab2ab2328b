"""One-place changes of a request: type edges, type spoils, left-out fields, rule pairs, and what the books make interesting.

A deviation does not know whether it is legal; `sorting.sort` asks the promises and the books.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kanhe.books.books import Books, yuan
from kanhe.cases.fill import Pen, derive
from kanhe.cases.follow import follow, followers
from kanhe.cases.memory import Memory, chains
from kanhe.contract.issued import creates
from kanhe.contract.leaf import BadLeaf, reader, write
from kanhe.contract.values import edges, spoils, unique
from kanhe.model.contract import Contract, Field
from kanhe.model.document import MISSING, Document, copy, drop, get, put, spread
from kanhe.model.words import Kind
from kanhe.wire.header import held

GONE: Any = object()
"""Node of a deviation that leaves the field out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A request path (concrete) and its new node. sort: edge, spoil, missing, pair, state, near (all but the same), boundary,
    rows.

    follows: fields that a sender works out from this one are worked out anew, as for a message about that other thing.
    """

    path: str
    node: Any
    note: str
    sort: str
    aim: str = ""
    follows: bool = False


def deviate(pen: Pen, base: Document, change: Deviation) -> Document:
    """A copy of the request with the change made and the sender's sums computed anew (unless the change is one)."""
    document: Document = copy(base)
    if change.node is GONE:
        drop(document, change.path)
    else:
        put(document, change.path, copy(change.node))
    if change.follows:
        follow(pen, document, change.path)
    derive(pen.contract, document, pen.scene(document), but=change.path)
    if change.node is GONE:
        drop(document, change.path)
    elif change.sort != "rows":
        put(document, change.path, copy(change.node))
    return document


def said(base: Document, change: Deviation) -> Document:
    """A copy of the request with the change made and nothing else: sums stay as they are."""
    document: Document = copy(base)
    if change.node is GONE:
        drop(document, change.path)
    else:
        put(document, change.path, copy(change.node))
    return document


def of_types(contract: Contract, base: Document, *, only: Collection[str] | None = None) -> Iterator[Deviation]:
    """Edges and spoils of every field's type, and every required field left out; a path without a value names another resource.

    only: see of_books.
    """
    charset, framing = contract.party.wire.charset, contract.party.wire.framing
    for field in contract.request:
        place = next(iter(spread(base, field.path)), None)
        if place is None or field.constant is not None or (only is not None and field.path not in only):
            continue
        in_path = field.path.startswith("path.")
        for node, note in edges(field.type, charset):
            if held(framing, field.path, node):
                yield Deviation(path=place[0], node=node, note=f"{field.title}：{note}", sort="edge")
        for node, note in spoils(field.type, charset):
            if (node != "" or not in_path) and held(framing, field.path, node):
                yield Deviation(path=place[0], node=node, note=f"{field.title}：{note}", sort="spoil")
        if field.required and not in_path:
            yield Deviation(path=place[0], node=GONE, note=f"缺 {field.title}", sort="missing")


def of_pairs(contract: Contract) -> Iterator[tuple[str, tuple[Deviation, ...]]]:
    """(rule id, changes) for each `request` rule whose refusing example changes only the request."""
    for rule in contract.rules:
        if rule.on != "request" or rule.refuses is None or rule.level != "must":
            continue
        patch = rule.refuses.patch
        if patch and all(path.startswith("request.") for path in patch) and not rule.refuses.given and not rule.refuses.earlier:
            yield rule.id, tuple(
                Deviation(path=path.removeprefix("request."), node=GONE if node is None else node, note=rule.says,
                          sort="pair", aim=rule.id)
                for path, node in patch.items()
            )


def of_books(pen: Pen, base: Document, *, only: Collection[str] | None = None) -> Iterator[Deviation]:
    """What the books and the memory make interesting: other keys, unknown keys, amounts and times at a boundary, doubled rows.

    only: paths (with []) of the fields to change; None = all.
    """
    new = creates(pen.contract) if pen.contract.kind == "stimulus" else frozenset()
    for field in pen.contract.request:
        if only is not None and field.path not in only:
            continue
        if field.path in new or (new and field.fresh is not None and field.role == "key"):
            continue  # an event of ours always has a number of its own
        optional = only is not None and not field.required and field.role == "key" and "[]" not in field.path
        left_out = [(field.path, MISSING)] if optional else []
        for path, node in list(spread(base, field.path))[:2] or left_out:
            if field.constant is not None or field.derived is not None or field.means.startswith("send_"):
                continue
            leads = bool(followers(pen.contract, field.path))
            for value, note, sort in _values(pen, field, node):
                if value != node:
                    yield Deviation(path=path, node=value, note=f"{field.title}：{note}", sort=sort)
                    if leads and sort == "state":
                        yield Deviation(path=path, node=value, note=f"{field.title}：{note}，其余随之", sort=sort, follows=True)
    for head in dict.fromkeys(f.path.partition("[]")[0] for f in pen.contract.request if "[]" in f.path):
        rows = get(base, head)
        if isinstance(rows, list) and rows:
            yield Deviation(path=head, node=[*rows, copy(rows[0])], note="同一行出现两次", sort="rows")
            if len(rows) > 1:
                yield Deviation(path=head, node=rows[:-1], note="少一行", sort="rows")


def _values(pen: Pen, field: Field, node: Any) -> Iterator[tuple[Any, str, str]]:
    kind = field.type.kind
    if kind is Kind.MONEY or (kind is Kind.DECIMAL and field.role == "money"):
        yield from _amounts(pen, field)
    elif kind in (Kind.MOMENT, Kind.DATE) and field.means:
        yield from _moments(pen, field)
    elif chains(field) or field.means:
        if field.role == "key":
            yield unique(field.type, pen.draw, pen.now), "从未有过的值", "state"
        for value in _others(pen.memory, field)[:6]:
            written = _write(pen, field, value)
            if written is not MISSING:
                yield written, f"换成 {value}", "state"
        if field.role in ("party", "key") and isinstance(node, str) and field.type.max_bytes > 3 and kind is Kind.TEXT:
            yield ("另" + node)[: field.type.max_length or max(1, field.type.max_bytes // 2)], "另一个名字", "state"
            if len(node) > 2:
                yield node[:-1], "少最后一字", "near"
        if field.type.codes:
            yield from ((code, f"代码 {code}", "state") for code in list(field.type.codes)[:8])


def _amounts(pen: Pen, field: Field) -> Iterator[tuple[Any, str, str]]:
    marks: dict[Decimal, None] = {Decimal("0.01"): None, Decimal("0.00"): None}
    for balance in _balances(pen.books):
        for cents in ("0.00", "0.01", "-0.01"):
            marks[balance + Decimal(cents)] = None
    for value in _others(pen.memory, field)[:4]:
        if isinstance(value, Decimal):
            marks.update({value + Decimal("0.01"): None, value - Decimal("0.01"): None, value: None})
    marks[Decimal("99999999.99")] = None
    for amount in marks:
        node = _write(pen, field, amount)
        if node is not MISSING:
            yield node, f"金额 {amount}", "boundary"


def _balances(books: Books) -> list[Decimal]:
    """Balances of the things touched in this scenario, free of holds, newest few."""
    found: list[Decimal] = []
    for kind, key in sorted(books.touched):
        thing = books.kinds[kind].get(key) if kind in books.kinds else None
        if thing is not None and thing.balance_fen is not None:
            found += [yuan(thing.balance_fen), yuan(thing.balance_fen - thing.held_fen)]
    return list(dict.fromkeys(b for b in found if b > 0))[:6]


def _moments(pen: Pen, field: Field) -> Iterator[tuple[Any, str, str]]:
    marks = {pen.now[:14]: "此刻"}
    for record in reversed(pen.memory.records[-6:]):
        for value in record.values():
            if isinstance(value, str) and len(value) in (8, 14, 17) and value.isascii() and value.isdigit():
                marks.setdefault(value.ljust(14, "0")[:14], "前面出现过的时刻")
    for text, note in list(marks.items())[:5]:
        try:
            moment = datetime.strptime(text, "%Y%m%d%H%M%S")
        except ValueError:
            continue
        for shift, how in ((0, ""), (1, "加一秒"), (-1, "减一秒"), (86400, "加一天"), (-86400, "减一天"), (-864000, "早十天")):
            shifted = (moment + timedelta(seconds=shift)).strftime("%Y%m%d%H%M%S")
            width = field.type.max_length or (8 if field.type.kind is Kind.DATE else 14)
            yield shifted[:8] if field.type.kind is Kind.DATE else shifted.ljust(width, "0"), f"{note}{how}", "boundary"


def _others(memory: Memory, field: Field) -> list[Any]:
    return list(dict.fromkeys(r[field.means] for r in reversed(memory.records) if field.means in r))


def _write(pen: Pen, field: Field, value: Any) -> Any:
    try:
        node = write(field.type, value)
        reader(field.type, pen.contract.party.wire.charset)(node)
    except (BadLeaf, ArithmeticError, ValueError, TypeError):
        return MISSING
    return node
