"""A formula over columns says of every row what it says of that row alone, or that it does not know."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.columns import Rows, Unsure, over_columns
from kanhe.contract.expression import compile_formula
from kanhe.contract.lookup import Layout
from kanhe.contract.types import parse_type
from kanhe.errors import Position
from kanhe.model.formula import Absent, Scene

KINDS = {name: parse_type(text, charset="GBK", codelists={}, at=Position(), json="string")
         for name, text in {"sum": "Y(±13.2)", "other": "Y(±13.2)", "name": "G(0..60)", "day": "D8", "count": "int"}.items()}
FORMULAS = [
    "row.sum > 0 or (row.name == 'a' and row.sum < 0)", "row.day == header.day", "former.name + former.day < row.name + row.day",
    "row.sum == (former.sum if present(former.sum) else header.sum) + (row.other if row.name == 'a' else -row.other)",
    "present(row.name) and present(row.day)", "number(row.name) == number(former.name) + 1", "not row.sum == 0.01",
    "row.name in ['a', '7'] and row.day not in ['20260105']", "0 < row.sum <= row.other", "row.name if present(row.name) else row.day",
    "row.name * row.count == row.name", "row.count * row.sum == row.other", "row.name < row.sum", "row.sum + row.name == row.other",
    "days(former.day, row.day) >= 0", "text(row.sum) == '1.00'", "now() > row.day", "parameter('most') > row.sum or true"]
SUMS = st.sampled_from([None, *map(Decimal, ("0.00", "1.00", "1.0", "0.01", "-1.00", "2.00"))])
CELLS = {"sum": SUMS, "other": SUMS, "name": st.sampled_from([None, "", "a", "7", "8", "珅"]),
         "day": st.sampled_from([None, "20260105", "20260106", "20261399"]), "count": st.sampled_from([None, 0, 1, 2])}
LAYOUT = Layout(parts={"row": KINDS, "former": KINDS, "header": KINDS}, parameters=frozenset({"most"}))


@pytest.mark.parametrize("text", FORMULAS)
@given(rows=st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=6), header=st.fixed_dictionaries(CELLS))
def test_the_answers_of_all_rows(text: str, rows: list[dict[str, Any]], header: dict[str, Any]) -> None:
    """Where columns are answered at all, no row is absent and each answer equals the one of its row alone, in value and in type."""
    formula, over = compile_formula(text, layout=LAYOUT, at=Position()), over_columns(text)
    assert over is not None
    scene = Scene(now="20260105120000", parameters={"most": Decimal("1.00")}, names={"header": header})
    formers = [{}, *rows[:-1]]
    try:
        found = over(Rows(scene, len(rows), {k: [r[k] for r in rows] for k in KINDS}, {k: [f.get(k) for f in formers] for k in KINDS}))
    except Unsure:
        return
    single = []
    for row, former in zip(rows, formers, strict=True):
        scene.names.update(row=row, former=former)
        try:
            single.append(formula(scene))
        except Absent as absent:
            pytest.fail(f"{text}: {absent.path} is absent, yet all rows were answered")
    assert [(type(one), str(one)) for one in single] == [(type(one), str(one)) for one in found]


@pytest.mark.parametrize("text", [FORMULAS[0], FORMULAS[3], FORMULAS[5], FORMULAS[8]])
def test_whole_cells_are_answered_together(text: str) -> None:
    """Rows of which every cell is there and fits are answered over columns, so the fast way is really taken."""
    cells: dict[str, list[Any]] = {"sum": [Decimal("1.00")] * 3, "other": [Decimal("2.00")] * 3, "name": ["7"] * 3,
                                   "day": ["20260105"] * 3, "count": [1] * 3}
    scene, over = Scene(names={"header": {k: v[0] for k, v in cells.items()}}), over_columns(text)
    assert over is not None
    assert 3 == len(over(Rows(scene, 3, cells, cells)))


@pytest.mark.parametrize("text", ["index() > 1", "known('codes', row.name)", "row.count / 2 == 1", "sum(x.sum for x in row.name) == 1"])
def test_what_only_knows_single_rows(text: str) -> None:
    """What is of one row, of a code list or of a loop is left to the formula itself."""
    assert over_columns(text) is None
