"""Loops look at fewer rows than they run over, and say the same as loops that look at every row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.expression import compile_formula
from kanhe.contract.listing import Listing
from kanhe.contract.lookup import Layout
from kanhe.contract.types import parse_type
from kanhe.errors import Position
from kanhe.model.formula import Absent, Scene

AT = Position("a.yaml", 1, 1)
TYPES = {f"body.{name}": parse_type("G(4)", charset="UTF-8", codelists={}, at=AT) for name in ("x", "y")}
LAYOUT = Layout(request=TYPES, kinds=frozenset({"lot"}))
FORMULAS = [
    'count(s for s in things("lot") if s.a == request.body.x)',
    'list(s.b for s in things("lot") if s.a == request.body.x and "q" == s.b)',
    'any(s.a == request.body.x and s.b == request.body.y for s in things("lot"))',
    'any(s.b == request.body.y for s in things("lot") if s.a == "p")',
    'all(s.b == request.body.y for s in things("lot") if s.a == request.body.x)',
    'list(index() for s in things("lot") if s.a == request.body.x)',
    'list(s.b for s in things("lot") if s.a == request.body.x and index() > 0 and s.b == request.body.y)',
    'list(count(o for o in things("lot") if o.a == s.b and o.b == request.body.x) for s in things("lot"))',
    'list(count(o for o in things("lot") if o.a == upper(s.b) and s.a == o.b) for s in things("lot") if s.a != request.body.y)',
    'list(s.a + max(o.b for o in things("lot")) for s in things("lot") if s.b == max(o.a for o in things("lot")))',
]
words = st.sampled_from(["p", "q", "P"])
rows = st.lists(st.fixed_dictionaries({}, optional={"a": words, "b": words, "c": words}), max_size=6)
bodies = st.fixed_dictionaries({}, optional={"x": words, "y": words})


class Shelf:
    """Books with one kind of things; plain: without an index."""

    def __init__(self, found: list[Any], *, plain: bool) -> None:
        self.found: list[Any] = list(found) if plain else Listing(found)
        self.asked = 0

    def things(self, kind: str) -> list[Any]:
        """The rows."""
        self.asked += 1
        return self.found


def said(text: str, body: Any, shelf: Any) -> Any:
    """The value, or what was absent."""
    try:
        return compile_formula(text, layout=LAYOUT, at=AT)(Scene(request={"body": body}, books=shelf))
    except Absent as absent:
        return f"absent {absent.path}"


@pytest.mark.parametrize("text", FORMULAS)
@given(found=rows, body=bodies)
def test_an_index_changes_no_answer(text: str, found: list[Any], body: Any) -> None:
    """Whatever the rows lack and the request leaves out, value and absence are those of a loop over every row."""
    assert said(text, body, Shelf(found, plain=True)) == said(text, body, Shelf(found, plain=False))


def test_rows_that_differ_are_not_looked_at() -> None:
    """Of a thousand rows only the equal ones count as steps."""
    shelf = Shelf([{"a": "p" if n else "q", "b": "q"} for n in range(1000)], plain=False)
    scene = Scene(request={"body": {"x": "q"}}, books=shelf)  # type: ignore[arg-type]
    assert 1 == compile_formula(FORMULAS[0], layout=LAYOUT, at=AT)(scene)
    assert 1 == scene.steps


def test_what_does_not_depend_on_the_row_is_worked_out_once() -> None:
    """The largest of all rows is looked for once, not once for every row."""
    shelf = Shelf([{"a": "p", "b": "q"}] * 50, plain=True)
    scene = Scene(request={"body": {}}, books=shelf)  # type: ignore[arg-type]
    compile_formula('count(s for s in things("lot") if s.b != max(o.a for o in things("lot")))', layout=LAYOUT, at=AT)(scene)
    assert 2 == shelf.asked


def test_the_same_formula_asks_again_in_another_scene() -> None:
    """What was worked out for one message is forgotten with it."""
    formula = compile_formula(FORMULAS[9], layout=LAYOUT, at=AT)
    first = formula(Scene(request={"body": {}}, books=Shelf([{"a": "p", "b": "p"}], plain=True)))  # type: ignore[arg-type]
    second = formula(Scene(request={"body": {}}, books=Shelf([{"a": "q", "b": "q"}], plain=True)))  # type: ignore[arg-type]
    assert (["pp"], ["qq"]) == (first, second)


@pytest.mark.parametrize(("text", "value"), [
    ('list(r.x for r in request.body.rows if r.y == "q")', ["p"]),
    ('count(r for r in request.body.rows if r.y == "q" and r.x == "p")', 1),
    ('sum(1 for r in request.body.rows if r.y in ["q", "p"])', 2),
    ('any(r.y == "z" for r in request.body.rows)', "absent r.y"),
    ('list(r.x for r in request.body.rows if r.y == "p")', "absent r.x"),
])
def test_a_row_of_a_message_that_leaves_out_what_the_if_asks_for_is_not_meant(text, value):
    """As a database has it: what is not there fulfils no condition; a value that is not there is still missed."""
    columns = {f"body.rows[].{name}": kind for name, kind in zip(("x", "y"), TYPES.values(), strict=True)}
    formula = compile_formula(text, layout=Layout(request=columns), at=AT)
    rows = [{"x": "p", "y": "q"}, {"x": "p"}, {"y": "p"}]
    try:
        found = formula(Scene(request={"body": {"rows": rows}}))
    except Absent as absent:
        found = f"absent {absent.path}"
    assert found == value
