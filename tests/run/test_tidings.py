"""What an event of another system is told: leaves, whole parts, and rows, worked out exactly from what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kanhe.contract.expression import compile_formula
from kanhe.contract.lookup import Layout
from kanhe.contract.telling import row_layout
from kanhe.contract.types import parse_type
from kanhe.errors import Position
from kanhe.model.formula import Absent, Scene
from kanhe.model.linkage import Rows
from kanhe.run.tidings import made_of

AT = Position("linkages/x.yaml", 1, 1)
MONEY, TEXT = (parse_type(text, charset="UTF-8", codelists={}, at=AT) for text in ("Y(15.2)", "AN(20)"))
LAYOUT = Layout(request={"no": TEXT, "list.Row[].id": TEXT, "list.Row[].amt": MONEY})
TYPES = {"voucher": TEXT, "total": MONEY, "lines[].id": TEXT, "lines[].amount": MONEY, "lines[].of": TEXT}
PAID = {"no": "V1", "list": {"Row": [{"id": "a", "amt": "0.10"}, {"id": "b", "amt": "0.00"}, {"id": "c", "amt": "1e1"}]}}


def told(text: str, layout: Layout = LAYOUT) -> Any:
    """A formula as a linkage has it."""
    return compile_formula(text, layout=layout, at=AT)


def rows(text: str, **columns: str) -> Rows:
    """The rows of an event as a linkage has them."""
    here = row_layout(LAYOUT, text)
    return Rows(rows=told(text), columns={name: told(one, here) for name, one in columns.items()})


def made(request: Mapping[str, Any] = PAID, **values: Any) -> Any:
    """The event that follows from this request."""
    return made_of({path.replace("__", "[]"): one for path, one in values.items()}, TYPES, Scene(request=request))


def test_a_row_of_the_event_for_each_row_of_the_message() -> None:
    """In their order, with their own values, those of the message around them, and their places."""
    lines = rows("request.list.Row", id="row.id", amount="row.amt * 3", of="request.no + text(index())")
    assert made({**PAID, "list": {"Row": PAID["list"]["Row"][:2]}}, voucher=told("request.no"), lines__=lines) == {  # type: ignore[index]
        "voucher": "V1", "lines": [{"id": "a", "amount": "0.30", "of": "V10"}, {"id": "b", "amount": "0.00", "of": "V11"}]}


def test_only_some_of_the_rows() -> None:
    """A list that the formula picks; none of them leaves an empty list, not none."""
    picked = {"lines__": rows("list(r for r in request.list.Row if r.amt > 0)", id="row.id", amount="row.amt")}
    two = {**PAID, "list": {"Row": PAID["list"]["Row"][:2]}}  # type: ignore[index]
    assert made(two, **picked) == {"lines": [{"id": "a", "amount": "0.10"}]}
    assert made({**PAID, "list": {"Row": two["list"]["Row"][1:]}}, **picked) == {"lines": []}


def test_a_row_that_cannot_be_told_leaves_the_event_untold() -> None:
    """Not an event with a row less: a bad amount in one row is no event at all; nor where the list is not there."""
    lines = rows("request.list.Row", id="row.id", amount="row.amt")
    with pytest.raises(Absent):
        made(lines__=lines)
    with pytest.raises(Absent):
        made({"no": "V1", "list": {}}, lines__=lines)


def test_a_part_is_told_whole_and_apart_from_what_it_was_told_from() -> None:
    """With whatever nobody declared; what becomes of the event's document later does not touch the message."""
    request = {**PAID, "list": {"Row": [{"id": "a", "amt": "0.10", "more": "x"}]}}
    event = made(request, lines__=told("request.list.Row"))
    assert event == {"lines": [{"id": "a", "amt": "0.10", "more": "x"}]}
    event["lines"][0]["id"] = "b"
    assert request["list"]["Row"][0]["id"] == "a"  # type: ignore[index]


def test_a_leaf_is_no_part() -> None:
    """Where a whole part is to be told and the formula gives a text, nothing is told."""
    with pytest.raises(Absent):
        made_of({"part": told("request.no")}, TYPES, Scene(request=PAID))
