"""The layout: which leaves must be there, which may, which may not, and of what type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.layout import breaches, compile_layout
from kanhe.contract.types import parse_type
from kanhe.errors import Position
from kanhe.model.contract import Field
from kanhe.model.document import copy, drop, put


def field(path: str, text: str, **more: Any) -> Field:
    """A declared field."""
    return Field(path=path, title=path, type=parse_type(text, charset="GBK", codelists={}, at=Position()), **more)


FIELDS = (field("head.code", "AN(6)", always=True, rule="R-1"), field("head.day", "D8"), field("body.note", "G(4)", required=False),
          field("body.rows[].amt", "Y(13.2)", rule="R-2"), field("body.rows[].memo", "G(4)", required=False), field("body.tags[]", "list", required=False))
RIGHT = {"head": {"code": "A1", "day": "20260105"}, "body": {"note": "甲", "rows": [{"amt": "1.00", "memo": "乙"}, {"amt": "2.00"}], "tags": ["x"]}}
LEAVES = ("head.code", "head.day", "body.note", "body.rows.0.amt", "body.rows.0.memo", "body.rows.1.amt")
REQUIRED = {"head.code", "head.day", "body.rows.0.amt", "body.rows.1.amt"}


def found(document: Any, *, success: bool = True) -> list[tuple[str, str]]:
    """(path, kind) of every breach."""
    return sorted((b.path, b.kind) for b in breaches(FIELDS, document, success=success, charset="GBK"))


def test_a_right_document_breaks_nothing() -> None:
    """The right document is silent."""
    assert [] == found(RIGHT)


@given(st.sets(st.sampled_from(LEAVES)))
def test_exactly_the_required_leaves_are_missed(gone: set[str]) -> None:
    """Whatever is left out, exactly the required ones among it are told, each at its concrete path."""
    document = copy(RIGHT)
    for path in gone:
        drop(document, path)
    assert found(document) == sorted((p, "missing") for p in gone & REQUIRED)


@given(st.sets(st.sampled_from(LEAVES)))
def test_a_refusal_need_not_carry_the_rest(gone: set[str]) -> None:
    """In a reply that is no success only `always` fields are missed."""
    document = copy(RIGHT)
    for path in gone:
        drop(document, path)
    assert [p for p in found(document, success=False) if ".rows." not in p[0]] == [(p, "missing") for p in sorted(gone & {"head.code"})]


@given(st.dictionaries(st.sampled_from(LEAVES), st.sampled_from(["汉汉汉", "20260230", 5, None, ["x"], {"y": "1"}, "~"]), min_size=1))
def test_wrong_leaves_are_told_where_they_are(wrong: dict[str, Any]) -> None:
    """Breaches stand at the changed leaves and nowhere else."""
    document = copy(RIGHT)
    for path, node in wrong.items():
        put(document, path, node)
    assert {p for p, _ in found(document)} <= set(wrong)


NODES = ["汉汉汉", "汉·", "汉\x07", "1.00", "20260230", "20260229", "A1", "", 5, None, ["x"], {"y": "1"}]
wrongs = st.dictionaries(st.sampled_from((*LEAVES, "head.extra")), st.sampled_from(NODES), max_size=2)
changes = st.tuples(st.sets(st.sampled_from(LEAVES)), wrongs)


@given(st.lists(st.tuples(changes, st.booleans()), max_size=12))
def test_a_layout_that_has_seen_right_documents_judges_as_a_fresh_one(documents: list[Any]) -> None:
    """What was learned from right documents changes no judgement on any other."""
    seasoned = compile_layout(FIELDS, "GBK")
    for (gone, wrong), success in documents:
        document = copy(RIGHT)
        for path, node in wrong.items():
            put(document, path, node)
        for path in gone:
            drop(document, path)
        assert seasoned(RIGHT, True) == []
        assert seasoned(document, success) == breaches(FIELDS, document, success=success, charset="GBK")


@pytest.mark.parametrize("path", ["extra", "head.extra", "body.rows.1.extra"])
def test_unknown_leaves_are_told(path: str) -> None:
    """What the contract does not know is told at every depth."""
    document = copy(RIGHT)
    put(document, path, "1")
    assert [(path, "unknown")] == found(document)


@pytest.mark.parametrize(("path", "node", "told"), [
    ("body.rows", {"amt": "1.00"}, ("body.rows", "type")), ("body.rows", "x", ("body.rows", "type")), ("body.rows.0", "x", ("body.rows.0", "type")),
    ("head", "x", ("head", "type")), ("head", [], ("head", "type"))])
def test_wrong_shapes_are_told_once(path: str, node: Any, told: tuple[str, str]) -> None:
    """A text for a part, or a part for a list, is one breach."""
    document = copy(RIGHT)
    put(document, path, node)
    assert [told] == found(document)


def test_an_empty_optional_element_is_none() -> None:
    """An optional element that is there and empty says the same as no element; a required one does not."""
    document = copy(RIGHT)
    put(document, "body.note", "")
    put(document, "head.day", "")
    assert [("head.day", "type")] == found(document)


def test_breaches_carry_the_rule_of_the_field() -> None:
    """Reports name the rule that the field declares."""
    document = copy(RIGHT)
    put(document, "body.rows.1.amt", "1,00")
    assert ["R-2"] == [b.rule for b in breaches(FIELDS, document, charset="GBK")]


def test_bytes_are_counted_in_the_charset() -> None:
    """Two Chinese signs are four bytes of GBK and six of UTF-8."""
    document = copy(RIGHT)
    put(document, "body.note", "甲乙")
    assert [] == found(document)
    assert ["body.note"] == [b.path for b in breaches(FIELDS, document, charset="UTF-8")]
