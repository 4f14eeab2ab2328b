"""Making a request that fits the books: constants, fresh values, what memory knows by meaning, else the specimen.

A `Style` picks one of the ways to fill; the same style in the same books with the same memory gives the same request.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kanhe.books.books import Books
from kanhe.cases.memory import Memory, Record, chains
from kanhe.cases.style import Style, styles_of
from kanhe.contract.derived import in_turn
from kanhe.contract.draw import Draw
from kanhe.contract.issued import creates
from kanhe.contract.leaf import BadLeaf, reader, write
from kanhe.contract.values import moment, ordinary, unique
from kanhe.model.contract import Contract, Field
from kanhe.model.document import MISSING, Document, copy, get, put
from kanhe.model.formula import Absent, Scene, Value
from kanhe.model.inner import PartPlace
from kanhe.model.words import Kind


@dataclass(slots=True, kw_only=True)
class Pen:
    """Everything that filling looks at."""

    contract: Contract
    books: Books
    memory: Memory
    draw: Draw
    now: str
    parameters: Mapping[str, Any]
    style: Style
    # (field, books) -> value of a `fresh` that depends on the books alone; (contract, records) -> what may lead, best first
    solved: dict[tuple[int, int], tuple[Any, Any]] = dataclasses.field(default_factory=dict)

    def scene(self, request: Any = None, row: Any = None, index: int = 0) -> Scene:
        """The scene for `fresh` and `derived` formulas."""
        return Scene(request=request, books=self.books, row=row, index=index, now=self.now, parameters=self.parameters,
                     draw=self.draw)

    def fresh(self, target: Field, request: Any, row: Any = None, index: int = 0) -> Any:
        """The value of the field's `fresh`; what depends on the books alone is computed once for all styles."""
        formula = target.fresh
        assert formula is not None
        if not formula.steady:
            return formula(self.scene(request, row, index))
        key = id(target), id(self.books)
        if key not in self.solved:
            try:
                self.solved[key] = self.books, formula(self.scene(request, row, index))
            except Absent as absent:
                self.solved[key] = self.books, absent
        value = self.solved[key][1]
        if isinstance(value, Absent):
            raise value
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """In which order a contract's fields are written: singles (outside lists; swapped: from the last to the first), lists, derived ones,
    each after those that it reads. taken: parts that may be known already, what they lack comes after them. known: what the memory
    leads by. besides: the meaning of the last key that the request names besides the thing that it is about; '' where it names one thing,
    or that twice. styles: the ways to fill it that may differ."""

    singles: tuple[Field, ...]
    swapped: tuple[Field, ...]
    lists: tuple[str, ...]
    derived: tuple[Field, ...]
    taken: tuple[PartPlace, ...]
    known: tuple[Field, ...]
    besides: str
    styles: tuple[Style, ...]


_ORDERS: dict[int, tuple[Contract, Order]] = {}  # by identity; a contract never changes


def order_of(contract: Contract) -> Order:
    """The order of a contract, worked out once."""
    kept = _ORDERS.get(id(contract))
    if kept is None or kept[0] is not contract:
        kept = _ORDERS[id(contract)] = contract, _order_of(contract)
    return kept[1]


def _order_of(contract: Contract) -> Order:
    new = creates(contract)
    singles = [f for f in contract.request if "[]" not in f.path]
    backwards = list(reversed(singles))
    taken = tuple(place for place in contract.parts if place.side == "request" and place.fresh is not None)

    def late(field: Field) -> bool:
        return any(field.path.startswith(f"{place.at}.") for place in taken)

    lists = tuple(dict.fromkeys(f.path.partition("[]")[0] for f in contract.request if "[]" in f.path))
    known = tuple(f for f in singles if _known(f, new))
    keys = [f.means for f in known if f.role == "key"]
    aside = keys[-1] if len(keys) > 1 and keys.count(keys[-1]) == 1 else ""
    return Order(
        singles=tuple(sorted(singles, key=late)), swapped=tuple(sorted(backwards, key=late)), taken=taken, lists=lists, known=known,
        derived=in_turn(contract.request),
        besides=aside, styles=tuple(styles_of(contract, apart=bool(aside))))


def fill(pen: Pen) -> Document:
    """One request in the pen's style."""
    contract, new = pen.contract, creates(pen.contract)
    plan = order_of(contract)
    anchor = _anchor(pen, plan.known, pen.memory.records)
    request: Document = {}
    aside = plan.besides if pen.style.apart else ""
    used: dict[str, list[Value]] = {aside: [anchor[aside]]} if aside in anchor else {}
    left = list(plan.taken)
    for field in plan.swapped if pen.style.swap else plan.singles:
        for place in [p for p in left if field.path.startswith(f"{p.at}.")] if left else ():
            _take(pen, place, request)
            left.remove(place)
        if field.derived is not None or not (field.required or _wanted(pen, field)):
            continue
        if plan.taken and get(request, field.path) is not MISSING:
            continue  # the part that is known says it
        node = _node(pen, field, anchor, used, fresh=field.path in new, request=request)
        if node is not MISSING:
            put(request, field.path, node)
    for head in plan.lists:
        put(request, head, _rows(pen, head, anchor, new, request))
    derive(contract, request, pen.scene(request))
    return request


def _take(pen: Pen, place: PartPlace, request: Document) -> None:
    """Put a part that is known already, as far as it is."""
    assert place.fresh is not None
    try:
        whole = place.fresh(pen.scene(request))
    except Absent:
        return
    if isinstance(whole, dict):
        put(request, place.at, copy(whole))


def derive(contract: Contract, request: Document, scene: Scene, *, but: str = "") -> None:
    """Compute the sender's derived fields, each after those that it reads. but: the path of one that stays as it is."""
    whole = scene.at()
    whole.request = request
    for field in order_of(contract).derived:
        if "[]" in field.path:
            head, _, column = field.path.partition("[].")
            rows = get(request, head)
            for index, row in enumerate(rows if isinstance(rows, list) else []):
                _derive_one(field, row, column, whole.at(row=row, index=index))
        elif field.path != but:
            _derive_one(field, request, field.path, whole)


def _derive_one(field: Field, document: Document, path: str, scene: Scene) -> None:
    assert field.derived is not None
    try:
        put(document, path, _written(field, field.derived(scene)))
    except (Absent, ArithmeticError):
        return


def _known(field: Field, new: frozenset[str]) -> bool:
    return chains(field) and field.path not in new and field.fresh is None and field.constant is None


def _wanted(pen: Pen, field: Field) -> bool:
    return pen.style.optional and get(pen.contract.specimen_request, field.path) is not MISSING


def _anchor(pen: Pen, fields: Sequence[Field], records: Sequence[Record]) -> Record:
    """The record that fits best; `style.anchor` takes the next ones."""
    distinct = _leading(pen, fields, records)
    return distinct[min(pen.style.anchor, len(distinct) - 1)] if distinct else {}


def _leading(pen: Pen, fields: Sequence[Field], records: Sequence[Record]) -> list[Record]:
    """What may lead, best first: most keys, then most other meanings, then newest; once for all styles."""
    mark = id(pen.contract), id(records)
    if mark not in pen.solved:
        pen.solved[mark] = records, _ranked(fields, records)
    found: list[Record] = pen.solved[mark][1]
    return found


def plainest(pen: Pen) -> Style:
    """The first style that fills as the pen's own does here: where few records may lead, the next one is the last one."""
    last = max(len(_leading(pen, order_of(pen.contract).known, pen.memory.records)) - 1, 0)
    return pen.style if pen.style.anchor <= last else replace(pen.style, anchor=last)


def _ranked(fields: Sequence[Field], records: Sequence[Record]) -> list[Record]:
    wanted = list(dict.fromkeys(f.means for f in fields))
    keys = {f.means for f in fields if f.role == "key"}
    ranked: list[tuple[int, int, int]] = []
    for i, record in enumerate(records):
        there = [means for means in wanted if means in record]
        if there:
            ranked.append((len(keys.intersection(there)), len(there), i))
    ranked.sort(reverse=True)
    told = sorted(keys or wanted)
    distinct: dict[tuple[Value, ...], Record] = {}
    for _, _, i in ranked:
        distinct.setdefault(tuple([records[i].get(means) for means in told]), records[i])
    return list(distinct.values())


def _node(pen: Pen, field: Field, anchor: Record, used: dict[str, list[Value]], *, fresh: bool, request: Any) -> Any:
    if field.constant is not None:
        return field.constant
    if field.means in ("send_date", "send_time", "send_moment"):
        return moment(field.type, pen.now)
    if field.fresh is not None:
        try:
            return _written(field, pen.fresh(field, request))
        except Absent:
            pass
    if fresh:
        return unique(field.type, pen.draw, pen.now)
    specimen = get(pen.contract.specimen_request, field.path)
    if chains(field):
        value = _remembered(pen, field, anchor, used)
        if value is not None:
            used.setdefault(field.means, []).append(value)
            node = _try_write(pen, field, value)
            if node is not MISSING:
                return node
        elif used.get(field.means):
            return unique(field.type, pen.draw, pen.now)  # a second thing of this meaning is not known yet
    if pen.style.amount == "least" and field.type.kind is Kind.MONEY:
        return _least(field)
    return specimen if specimen is not MISSING else ordinary(field.type, pen.draw, pen.now)


def _least(field: Field) -> Any:
    from decimal import Decimal

    return write(field.type, Decimal("0.01"))


def _remembered(pen: Pen, field: Field, anchor: Record, used: Mapping[str, list[Value]]) -> Value:
    if field.type.kind is Kind.MONEY and pen.style.amount != "known":
        return None
    if pen.style.lean and field.role != "key":
        return None
    taken = used.get(field.means, [])
    if field.means in anchor and anchor[field.means] not in taken:
        return anchor[field.means]
    for record in reversed(pen.memory.records):
        if field.means in record and record[field.means] not in taken:
            if taken or all(anchor.get(k, v) == v for k, v in record.items() if k in anchor):
                return record[field.means]
    return None


def _rows(pen: Pen, head: str, around: Record, new: frozenset[str], request: Any) -> list[Any]:
    columns = [f for f in pen.contract.request if f.path.startswith(f"{head}[].")]
    if not columns:  # a list of plain texts
        node = get(pen.contract.specimen_request, head)
        return copy(node) if isinstance(node, list) else []
    known = [f for f in columns if _known(f, new)]
    keys = {f.means for f in known if f.role == "key"}
    sources = (_row_records(pen, keys, around) if keys else []) or [around]
    if any(f.role == "key" and (f.fresh is not None or f.path in new) for f in columns) or not keys:
        sources = sources + sources[:1] * (pen.style.rows - len(sources))  # each row is about something of its own
    specimen = get(pen.contract.specimen_request, f"{head}.0")
    there = get(request, head)
    if isinstance(there, list):  # of a part that is known: each row keeps what it says
        base = specimen if specimen is not MISSING else {}
        return [_row(pen, columns, around, new, base, i, request, given=row) for i, row in enumerate(there)]
    return [
        _row(pen, columns, source, new, specimen if specimen is not MISSING else {}, i, request)
        for i, source in enumerate(sources[: pen.style.rows])
    ]


def _row_records(pen: Pen, keys: set[str], around: Record) -> list[Record]:
    """Records for rows: each carries the row's keys and agrees with what the message around already says."""
    found: list[Record] = []
    seen: list[tuple[Value, ...]] = []
    for record in reversed(pen.memory.records):
        mark = tuple(record.get(k) for k in sorted(keys))
        agrees = all(around.get(k, v) == v for k, v in record.items() if k in around and k not in keys)
        if keys <= record.keys() and agrees and mark not in seen:
            seen.append(mark)
            found.append(record)
    return found


def _row(
    pen: Pen, columns: Sequence[Field], source: Record, new: frozenset[str], specimen: Any, index: int, request: Any, *,
    given: Document | None = None,
) -> Document:
    row: Document = dict(given or {})
    for field in columns:
        column = field.path.partition("[].")[2]
        if given is not None and get(given, column) is not MISSING:
            continue
        if "[]" in column:
            head = column.partition("[]")[0]
            put(row, head, copy(get(specimen, head)) if get(specimen, head) is not MISSING else [])
            continue
        if field.derived is not None:
            continue
        base = get(specimen, column)
        if not field.required and (base is MISSING or not pen.style.optional):
            continue
        put(row, column, _cell(pen, field, source, base, index, fresh=field.path in new, request=request, row=row))
    return row


def _cell(pen: Pen, field: Field, source: Record, base: Any, index: int, *, fresh: bool, request: Any, row: Any) -> Any:
    if field.constant is not None:
        return field.constant
    if field.means == "row_number":
        return str(index)
    if field.fresh is not None:
        try:
            return _written(field, pen.fresh(field, request, row, index))
        except Absent:
            pass
    if fresh:
        return unique(field.type, pen.draw, pen.now)
    if chains(field) and field.means in source and not (pen.style.lean and field.role != "key"):
        node = _try_write(pen, field, source[field.means])
        if node is not MISSING:
            return node
    return base if base is not MISSING else ordinary(field.type, pen.draw, pen.now)


def _try_write(pen: Pen, field: Field, value: Value) -> Any:
    """The node of a remembered value, MISSING where it does not fit this field's type."""
    try:
        node = write(field.type, value)
        reader(field.type, pen.contract.party.wire.charset)(node)
    except (BadLeaf, ArithmeticError, ValueError, TypeError):
        return MISSING
    return node


def _written(field: Field, value: Any) -> Any:
    return write(field.type, value)


def restamp(contract: Contract, request: Any, now: str, draw: Draw) -> Document:
    """The same request with a new serial and the present time, as a sender's resend carries them."""
    document: Document = copy(request)
    key = set(contract.idempotency.key) if contract.idempotency else set()
    for field in contract.request:
        if "[]" in field.path or field.path in key or get(document, field.path) is MISSING:
            continue
        if field.means in ("send_date", "send_time", "send_moment"):
            put(document, field.path, moment(field.type, now))
        elif field.means == "serial":
            put(document, field.path, unique(field.type, draw, now))
    return document
