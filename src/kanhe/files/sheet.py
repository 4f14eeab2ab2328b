"""A whole small file as typed values: the specimen as it is, as a pair patches it, and as a rule judges it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from kanhe.contract.explain import explain
from kanhe.contract.leaf import BadLeaf, read
from kanhe.files.cells import cell_reader
from kanhe.files.chains import Chain
from kanhe.files.lines import Facts, scan_file
from kanhe.files.naming import cell, parts_of
from kanhe.files.rows import RowRules, used_columns
from kanhe.files.table import tabulate
from kanhe.files.totals import Sums
from kanhe.model.file import Cells, FileContract, FileRule
from kanhe.model.formula import Absent, Scene, Shelf, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Name, header and trailer by column, and the rows."""

    name: Mapping[str, Value]
    header: Mapping[str, Value] = field(default_factory=dict)
    rows: Sequence[Cells] = ()
    trailer: Mapping[str, Value] = field(default_factory=dict)


class BadPatch(ValueError):
    """A pair cannot be built: the key, what is wrong, what would be right."""

    def __init__(self, key: str, found: str, right: str) -> None:
        self.key, self.found, self.right = key, found, right
        super().__init__(found)


def read_sheet(contract: FileContract, name: str, stream: BinaryIO) -> Sheet:
    """All of a well-formed file; cells that cannot be read are left out."""
    found: dict[str, Mapping[str, Value]] = {"header": {}, "trailer": {}}
    rows: list[Cells] = []
    for block in scan_file(contract, stream, Facts()):
        record = contract.record(block.part)
        if record is None:
            continue
        table = tabulate(block, record, contract, lambda *a, **k: None)
        readers = [(c.name, cell_reader(c, contract.charset)) for c in record.columns]
        for cells in zip(*table.columns, strict=True):
            values = _values(dict(zip((n for n, _ in readers), cells, strict=True)), dict(readers))
            if block.part == "row":
                rows.append(values)
            else:
                found[block.part] = values
    return Sheet(name=parts_of(contract, name)[0], header=found["header"], rows=rows, trailer=found["trailer"])


def _values(cells: Mapping[str, str], readers: Mapping[str, Any]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, raw in cells.items():
        try:
            values[name] = readers[name](raw)
        except BadLeaf:
            continue
    return values


def patched(contract: FileContract, sheet: Sheet, patch: Mapping[str, Any]) -> Sheet:
    """The sheet with these cells changed (None empties one). Raises BadPatch."""
    for key, value in patch.items():
        if key == "rows":
            sheet = replace(sheet, rows=[{n: _typed(contract, "row", n, v, key) for n, v in row.items()} for row in value])
            continue
        part, *rest = key.split(".")
        if part == "row":
            index, name = int(rest[0]), rest[1]
            if index >= len(sheet.rows):
                raise BadPatch(key, f"样例里没有第 {index} 行", f"0 到 {len(sheet.rows) - 1}")
            changed = {**sheet.rows[index], name: _typed(contract, "row", name, value, key)}
            sheet = replace(sheet, rows=[*sheet.rows[:index], changed, *sheet.rows[index + 1 :]])
        else:
            cells: dict[str, Any] = {part: {**getattr(sheet, part), rest[0]: _typed(contract, part, rest[0], value, key)}}
            sheet = replace(sheet, **cells)
    return sheet


def _typed(contract: FileContract, part: str, name: str, text: str | None, key: str) -> Value:
    if text is None:
        return None
    record = contract.record(part)
    kind = (record.column(name).field.type if record is not None
            else next(p.field.type for p in contract.name.parts if p.field.path == name))
    try:
        return read(kind, text, contract.charset)
    except BadLeaf as bad:
        raise BadPatch(key, f"{name} 写作 {bad.found}", bad.right) from None


def totals_of(contract: FileContract, rows: Sequence[Cells]) -> dict[str, Value]:
    """The totals of some rows."""
    sums = Sums(contract)
    sums.add(len(rows), {c: [row.get(c) for row in rows] for c in sums.columns})
    return sums.values()


def parts_of_sheet(contract: FileContract, sheet: Sheet) -> dict[str, Cells]:
    """name, header, trailer and total as rules see them."""
    return {"name": sheet.name, "header": sheet.header, "trailer": sheet.trailer, "total": totals_of(contract, sheet.rows)}


def judged(
    contract: FileContract, rule: FileRule, sheets: Sequence[Sheet], *, now: str, parameters: Mapping[str, Any], books: Shelf | None = None
) -> tuple[bool | None, str]:
    """(whether the rule holds on the last sheet after the ones before it, why); None where it does not apply."""
    *earlier, last = sheets
    scene = Scene(now=now, parameters=parameters, books=books, names={"row": {}, "former": {}, **parts_of_sheet(contract, last)})
    if rule.on == "row":
        return _rows(replace(contract, rules=(rule,)), scene, sheets)
    assert rule.holds is not None
    if rule.on == "series" and earlier:
        before = [parts_of_sheet(contract, s) for s in earlier]
        by = contract.series.by
        mine = [p for p in before if not by or cell(p, by) == cell(scene.names, by)]
        scene.names["former"] = mine[-1] if mine else {}
    try:
        return bool(rule.holds(scene)), explain(rule.holds, scene)
    except Absent as absent:
        return None, absent.path


def _rows(contract: FileContract, scene: Scene, sheets: Sequence[Sheet]) -> tuple[bool | None, str]:
    chains: dict[str, Chain] = {}
    broken: list[str] = []
    for sheet in sheets:
        broken.clear()
        scene.names |= parts_of_sheet(contract, sheet)
        work = RowRules(contract, scene, chains)
        typed = {c: [row.get(c) for row in sheet.rows] for c in used_columns(contract)}
        work.run(len(sheet.rows), typed, lambda rule, index, why: broken.append(why))
        chains = work.left()
    if broken:
        return False, broken[0]
    return (True, "") if work.tried else (None, "前后行或所读的列")
