"""Cells: columns read together are columns read one by one; what is written is read again; padding is bytes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.leaf import BadLeaf
from kanhe.contract.types import parse_type
from kanhe.errors import Position
from kanhe.files.cells import cell_reader, cell_text, column_reader, padded, unpadded
from kanhe.model.contract import Field
from kanhe.model.file import Column

TYPES = ("N(6)", "N(1..8)", "AN(32)", "AN(=16)", "G(20)", "G(0..9)", "D8", "T6", "DT14", "Y(13.2)", "Y(±5.2)", "F(9)", "W(9.4)",
         "dec(±3.6)", "int", "int(1..500)", "one_of(A B)")
TEXTS = ("", "1", "01", "000001", "-1", "+1", "1.00", "1.0", "-0.00", "12.345678", "１", "1e3", "1,000.00", "A", "汉", "珅", "䶮", "a|b",
         " a", "a ", "20260105", "20260230", "240000", "20260105101500", "NaN", "12345678901234567890", "2026010500000001", "\t", "\x00")


def column(kind: str, *, required: bool = True, constant: str | None = None, **fixed: object) -> Column:
    """A column of a type."""
    made = parse_type(kind, charset="GBK", codelists={}, at=Position(), json="string")
    field = Field(path="x", title="列", type=made, required=required, constant=constant)
    return Column(field=field, **fixed)  # type: ignore[arg-type]


def agree(one: Column, texts: list[str], read: Callable[[str], object]) -> None:
    """A column is read as its cells are one by one, whether anybody wants the values or not."""
    values, bad = column_reader(one, "GBK")(texts)
    nothing, wrong = column_reader(one, "GBK", wanted=False)(texts)
    assert not nothing and len(values) == len(texts) and set(bad) == set(wrong)
    for text, value in zip(texts, values, strict=True):
        try:
            wanted = read(text)
        except BadLeaf as error:
            assert (error.found, error.right) == (bad[text].found, bad[text].right) == (wrong[text].found, wrong[text].right)
            assert value is None
        else:
            assert text not in bad
            assert (type(wanted), str(wanted)) == (type(value), str(value))


@pytest.mark.parametrize(("kind", "fixed", "make"), [
    ("AN(6)", {"width": 8}, "A{:05}  "), ("N(1..8)", {"width": 8}, "{:<8}"), ("Y(5.2)", {"width": 8, "align": "right", "pad": "0"}, "{:05}.10"),
    ("AN(1..8)", {}, "{}"), ("N(1..8)", {}, "{}"), ("Y(±5.2)", {}, "-{}.01")])
@pytest.mark.parametrize("odd", ["", "        ", "x" * 9, "汉", "0001", "00.1", "1.00", "-0.01", " 1", "1 ", "12345678", "0000000"])
@pytest.mark.parametrize("required", [True, False])
def test_many_different_texts_are_read_as_cells_are(kind: str, fixed: dict[str, object], make: str, odd: str, required: bool) -> None:
    """Texts that are mostly different are matched all at once; one odd among them is seen, and judged as it is alone."""
    one = column(kind, required=required, **fixed)
    texts = [make.format(n) for n in range(100)]
    for place in (None, 0, 50, 100):
        agree(one, texts if place is None else [*texts[:place], odd, *texts[place:]], cell_reader(one, "GBK"))


SOME = st.one_of(st.sampled_from(TEXTS), st.text(max_size=9), st.from_regex("-?[0-9]{1,9}(\\.[0-9]{1,3})?"))


@given(st.sampled_from(TYPES), st.lists(SOME, max_size=12), st.booleans(), st.sampled_from([None, "1", "A"]))
def test_columns_are_read_as_cells_are(kind: str, texts: list[str], required: bool, constant: str | None) -> None:
    """The fast way over a column gives for each text what the single reader gives: the same value, or a refusal in the same words."""
    one = column(kind, required=required, constant=constant)
    read = cell_reader(one, "GBK")
    agree(one, texts, read)


FIXED = (
    ("AN(6)", {"width": 8}), ("N(1..8)", {"width": 8}), ("Y(5.2)", {"width": 8, "align": "right", "pad": "0"}), ("G(8)", {"width": 8}),
    ("Y(±4.2)", {"width": 8, "align": "right", "pad": "0"}), ("Y(5.2)", {"width": 8, "align": "right"}), ("int", {"width": 8, "align": "right"}),
    ("dec(±2.2)", {"width": 8, "align": "right", "pad": "0", "sign": True}), ("one_of(A B)", {"width": 8}), ("D8", {"width": 8}))
RAWS = ("A1      ", "A1     ", " A1     ", "        ", "12345678", "00012.34", "   12.34", "12.34   ", "-0012.34", "+0012.34", "00000.00", "0000.000",
        "20260105", "20260230", "A       ", "汉汉    ", "0       ", "       0", "00000000", "１2.34   ")


@given(st.sampled_from(FIXED), st.lists(st.one_of(st.sampled_from(RAWS), st.text(alphabet="0123456789.- A汉", min_size=8, max_size=8)),
                                        max_size=12), st.booleans())
def test_fixed_columns_are_read_as_cells_are(kind: tuple[str, dict[str, object]], texts: list[str], required: bool) -> None:
    """The same with padding."""
    one = column(kind[0], required=required, **kind[1])
    read = cell_reader(one, "GBK")
    agree(one, texts, read)


@given(st.text(alphabet="南通市A1珅 ·", max_size=20).map(str.strip), st.sampled_from(["GBK", "GB18030", "UTF-8"]))
def test_names_are_padded_by_bytes(text: str, charset: str) -> None:
    """However many characters: the width in bytes is exact, and the text comes back; what does not fit is refused, never cut."""
    one = column("G(0..60)", required=False, width=30)
    try:
        data = padded(one, text, charset)
    except BadLeaf:
        assert len(text.encode(charset)) > 30
        return
    assert 30 == len(data)
    assert text == unpadded(one, data.decode(charset))


@given(st.decimals(min_value=-999, max_value=999, places=6), st.booleans())
def test_signed_rates_come_back(value: Decimal, sign: bool) -> None:
    """`±xxx.xxxxxx`: sign first, then zeros, then the number with all its decimals."""
    one = column("dec(±3.6)", width=11, align="right", pad="0", sign=True)
    data = padded(one, cell_text(one, value), "GBK")
    assert 11 == len(data)
    assert data[:1] in (b"+", b"-")
    assert value == cell_reader(one, "GBK")(data.decode())


@pytest.mark.parametrize(("raw", "value"), [("00000000000000.00", Decimal("0.00")), ("00000050000000.00", Decimal("50000000.00")),
                                            ("12345678901234.56", Decimal("12345678901234.56"))])
def test_zero_padded_amounts(raw: str, value: Decimal) -> None:
    """Zeros before an amount are padding; the zero before the point is not."""
    assert value == cell_reader(column("Y(14.2)", width=17, align="right", pad="0"), "GBK")(raw)


@pytest.mark.parametrize(("fixed", "raw"), [
    ({"width": 6}, " 12345"), ({"width": 6, "align": "right"}, "12345 "), ({"width": 8, "align": "right", "pad": "0"}, " 1234.00"),
    ({"width": 8, "align": "right", "pad": "0"}, "001234.0"), ({"width": 8, "align": "right", "pad": "0", "sign": True}, "01234.00")])
def test_padding_on_the_wrong_side(fixed: dict[str, object], raw: str) -> None:
    """Blanks on the wrong side, a missing sign, missing decimals: refused with what is there."""
    kind = "Y(9.2)" if fixed.get("pad") == "0" else "AN(6)"
    with pytest.raises(BadLeaf) as told:
        cell_reader(column(kind, **fixed), "GBK")(raw)
    assert raw.strip() in told.value.found
    assert told.value.right


def test_an_empty_optional_cell_is_nothing() -> None:
    """Blanks in an optional fixed cell are no value; in a required one they are refused."""
    assert cell_reader(column("AN(6)", required=False, width=6), "GBK")("      ") is None
    assert b"      " == padded(column("AN(6)", required=False, width=6), "", "GBK")
    with pytest.raises(BadLeaf):
        cell_reader(column("AN(6)", width=6), "GBK")("      ")
