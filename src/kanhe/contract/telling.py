"""What an event of another system is told: its fields, parts of it whole, and rows of it (see contract/linkages.py).

Rows are said as in `observes`: `rows`, a list, and `columns`, for each of it a leaf or a whole part by a formula over `row`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from kanhe.contract.lookup import Layout
from kanhe.contract.reading import Reading, near
from kanhe.contract.yaml import Node
from kanhe.model.contract import Contract, Field
from kanhe.model.formula import Formula
from kanhe.model.linkage import Rows

ROWS_KEYS = ("rows", "columns")


def read_values(reading: Reading, node: Node, comes: Contract, layout: Layout) -> dict[str, Formula | Rows]:
    """`values:` of a consequence; every field that the event must have, and no other."""
    told = reading.mapping(node.get("values"), "values")
    at = (node.get("values") or node).at
    for path in _unknown(reading, told, comes.request, f"事件 {comes.id} 没有字段"):
        told = {name: body for name, body in told.items() if name != path}
    for field in _missing(told, comes.request):
        reading.blame(at, f"values 里没有事件 {comes.id} 的 {field.path}（{field.title}）", _way(field.path))
    found = {path: _rows(reading, path, body, comes, layout) if body.pairs is not None and path.endswith("[]")
             else reading.formula(body, layout) for path, body in told.items()}
    return {path: one for path, one in found.items() if one is not None}


def spoken(reading: Reading, node: Node) -> Iterator[Node | None]:
    """Every formula of a consequence, as written."""
    yield from (node.get("each"), node.get("where"))
    for body in reading.mapping(node.get("values"), "values").values():
        if body.pairs is None:
            yield body
            continue
        yield body.get("rows")
        columns = body.get("columns")
        yield from (columns.pairs or {}).values() if columns is not None else ()


def row_layout(layout: Layout, each: str) -> Layout:
    """What `row` is: of a list of the message a row with its types, else what the books say."""
    side, _, path = each.partition(".")
    of = {"request": layout.request, "reply": layout.reply}.get(side, {})
    listed = any(p.startswith(f"{path}[].") for p in of)
    return replace(layout, row=each, book_row=False) if listed else replace(layout, row="", book_row=True)


def _rows(reading: Reading, path: str, body: Node, comes: Contract, layout: Layout) -> Rows | None:
    """One list of the event."""
    reading.known(body, ROWS_KEYS, f"明细 {path}")
    listed, columns = body.get("rows"), reading.mapping(body.get("columns"), "columns")
    for key in ROWS_KEYS:
        if body.get(key) is None:
            reading.blame(body.at, f"明细 {path} 没有 {key}", f"{path}: {{rows: 列表, columns: {{列: 公式}}}}")
    inside = [replace(f, path=f.path.removeprefix(f"{path}.")) for f in comes.request if f.path.startswith(f"{path}.")]
    for column in _unknown(reading, columns, inside, f"事件 {comes.id} 的明细 {path} 没有"):
        columns = {name: one for name, one in columns.items() if name != column}
    for field in _missing(columns, inside) if body.get("columns") is not None else ():
        way = f"{field.path.partition('[]')[0]}: 公式"
        reading.blame((body.get("columns") or body).at, f"columns 里没有事件 {comes.id} 的 {path}.{field.path}（{field.title}）", way)
    rows = reading.formula(listed, layout)
    here = row_layout(layout, rows.text) if rows is not None else replace(layout, book_row=True, row="")
    found = {column: reading.formula(one, here) for column, one in columns.items()}
    made = {column: formula for column, formula in found.items() if formula is not None}
    return Rows(rows=rows, columns=made) if rows is not None else None


def _unknown(reading: Reading, told: Mapping[str, Node], fields: Collection[Field], says: str) -> Iterator[str]:
    """Names that are no field, no part and no list of these; each is blamed."""
    known = list(dict.fromkeys(_list_of(f.path) or f.path for f in fields))
    for path, body in told.items():
        if path not in {f.path for f in fields if "[]" not in f.path} and path not in set(_above(fields)):
            reading.blame(body.at, f"{says} {path}", "、".join(known), near(path, known))
            yield path


def _above(fields: Collection[Field]) -> Iterator[str]:
    """The parts and lists in which fields lie, but for what lies in a list."""
    for field in fields:
        outer, repeats, _ = field.path.partition("[]")
        steps = outer.split(".")
        yield from (".".join(steps[:n]) for n in range(1, len(steps)))
        if repeats:
            yield f"{outer}[]"


def _missing(told: Mapping[str, Node], fields: Collection[Field]) -> Iterator[Field]:
    """Fields that must be there and are told neither by themselves nor in a part that is told whole."""
    for field in fields:
        made = field.derived is not None or field.constant is not None
        lies_in = any(field.path == path or field.path.startswith((f"{path}.", f"{path}[]")) for path in told)
        if field.required and not made and not lies_in:
            yield field


def _list_of(path: str) -> str:
    outer, repeats, _ = path.partition("[]")
    return f"{outer}[]" if repeats else ""


def _way(path: str) -> str:
    """How a field of the event may be told."""
    outer, _, inside = path.partition("[].")
    return f"{outer}[]: {{rows: 列表, columns: {{{inside.partition('[]')[0]}: 公式}}}}" if inside else f"{path}: 公式"
