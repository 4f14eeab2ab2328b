"""Field types as contracts write them: each notation means its table row, each slip is told at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.types import NAMES, parse_type
from kanhe.errors import ContractError, Position
from kanhe.model.contract import FieldType
from kanhe.model.words import Kind

AT = Position("a.yaml", 3, 7)
LISTS = {"名称": {"1": "甲"}, "sex": {"1": "男", "2": "女"}}


def made(text: str, json: str = "") -> FieldType:
    """The type of a text."""
    return parse_type(text, charset="GBK", codelists=LISTS, at=AT, json=json)


@pytest.mark.parametrize("name", NAMES)
def test_every_listed_name_is_a_type(name: str) -> None:
    """What the error message offers can be written."""
    assert name == made(name).text


@pytest.mark.parametrize(("text", "kind", "unit", "scale"), [
    ("Y(13.2)", Kind.MONEY, 100, 2), ("F(17)", Kind.MONEY, 1, 0), ("W(13.6)", Kind.MONEY, 1_000_000, 6), ("dec(14.4)", Kind.DECIMAL, 0, 4)])
def test_units_of_money(text: str, kind: Kind, unit: int, scale: int) -> None:
    """Yuan, fen and 万元 know how many fen a unit is worth."""
    assert (kind, unit, scale) == (made(text).kind, made(text).unit_fen, made(text).scale)


@pytest.mark.parametrize(("text", "low", "high"), [("N(6)", 6, 6), ("N(1..8)", 1, 8), ("AN(32)", 1, 32), ("AN(=18)", 18, 18)])
def test_lengths(text: str, low: int, high: int) -> None:
    """One number is exact for digits and a maximum for letters, `=` makes it exact."""
    assert (low, high) == (made(text).min_length, made(text).max_length)


def test_texts_count_bytes() -> None:
    """G counts bytes, and only G(0..n) may be empty."""
    assert (1, 60) == (made("G(60)").min_length, made("G(60)").max_bytes)
    assert 0 == made("G(0..60)").min_length


def test_json_says_how_it_is_carried() -> None:
    """Numbers by habit can be carried as text and the other way round."""
    assert not made("int", "string").json_number
    assert made("Y(13.2)", "number").json_number
    assert made("int").json_number
    assert not made("Y(13.2)").json_number


@pytest.mark.parametrize("text", ["", "X", "N", "N()", "N(0)", "N(8..1)", "N(6", "N(６)", "AN(=)", "Y", "Y(13)", "Y(13.2", "Y(-13.2)", "D8(1)", "int(a)",
                                  "bool(1)", "list(1)", "code()", "code(sexx)", "one_of()", "one_of(a a)", "n(6)", "N(6) N(6)", "D9"])
def test_slips_are_told_at_their_place(text: str) -> None:
    """A wrong notation is one located problem that says what would be right."""
    with pytest.raises(ContractError) as raised:
        made(text)
    assert [AT] == [p.at for p in raised.value.problems]
    assert raised.value.problems[0].right


@given(st.text(max_size=20))
def test_any_text_is_a_type_or_a_problem(text: str) -> None:
    """No text makes the reader fall over."""
    try:
        assert made(text).text == text.strip()
    except ContractError as error:
        assert len(error.problems) == 1
