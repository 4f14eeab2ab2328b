"""One leaf: what is written is read back the same, and nothing but the exact ASCII form is read."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.leaf import MOST_KNOWN, BadLeaf, read, sure, write
from kanhe.contract.types import parse_type
from kanhe.contract.values import edges, spoils
from kanhe.errors import Position
from kanhe.model.contract import FieldType

LISTS = {"sex": {"1": "男", "2": "女"}}
moments = st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31))
ascii_words = st.text("ABCxyz019-_.", min_size=1, max_size=12)


def yuan(digits: int, *, negative: bool = False) -> st.SearchStrategy[Decimal]:
    """Amounts in yuan with two decimals."""
    most = 10 ** (digits + 2) - 1
    return st.integers(-most if negative else 0, most).map(lambda fen: Decimal(fen).scaleb(-2))


def kind_of(text: str, json: str = "") -> FieldType:
    """The type of a text."""
    return parse_type(text, charset="GBK", codelists=LISTS, at=Position(), json=json)


gbk = st.text(st.characters(codec="gbk", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=15)
VALUES: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("Y(13.2)", ""): yuan(13), ("Y(13.2)", "number"): yuan(13), ("Y(±13.2)", ""): yuan(13, negative=True), ("F(17)", ""): yuan(15),
    ("F(17)", "string"): yuan(15), ("W(13.6)", ""): yuan(17), ("W(9.6)", "number"): yuan(13),
    ("dec(14.4)", ""): st.decimals(0, 10**13, places=4), ("dec(14.4)", "string"): st.decimals(0, 10**13, places=4),
    ("int", ""): st.integers(-(10**17), 10**17), ("int(1..500)", "string"): st.integers(1, 500), ("bool", ""): st.booleans(),
    ("bool", "string"): st.booleans(), ("D8", ""): moments.map(lambda t: f"{t:%Y%m%d}"), ("T6", ""): moments.map(lambda t: f"{t:%H%M%S}"),
    ("DT14", ""): moments.map(lambda t: f"{t:%Y%m%d%H%M%S}"), ("DT17", ""): moments.map(lambda t: f"{t:%Y%m%d%H%M%S}000"),
    ("N(6)", ""): st.text("0123456789", min_size=6, max_size=6), ("AN(12)", ""): ascii_words, ("G(60)", ""): gbk, ("C(15)", ""): gbk,
    ("Y(±13.2)", "number"): yuan(13, negative=True),
    ("code(sex)", ""): st.sampled_from(["1", "2"]), ("one_of(A B)", ""): st.sampled_from(["A", "B"]),
}


@pytest.mark.parametrize(("text", "json"), VALUES, ids=[f"{t}{j}" for t, j in VALUES])
@given(data=st.data())
def test_what_is_written_is_read_back(text: str, json: str, data: st.DataObject) -> None:
    """read(write(x)) == x, in value and in Python type."""
    value, kind = data.draw(VALUES[text, json]), kind_of(text, json)
    back = read(kind, write(kind, value), "GBK")
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize("text", ["Y(13.2)", "Y(±3.2)", "F(17)", "W(13.6)", "dec(14.4)", "int", "int(1..500)", "D8", "T6", "DT14",
                                  "DT17", "N(6)", "N(1..3)", "AN(12)", "G(60)", "G(1)", "G(0..9)", "C(5)", "C(0..1)", "code(sex)", "one_of(A B.)", "bool", "list"])
@given(data=st.data(), charset=st.sampled_from(["GBK", "GB18030", "UTF-8", "GB2312"]))
def test_what_is_surely_right_is_right(text: str, data: st.DataObject, charset: str) -> None:
    """Every text that the short cut lets pass is read without complaint; where it has no pattern, it lets nothing pass."""
    kind = kind_of(text, "string")
    pattern = sure(kind, charset)
    if pattern:
        read(kind, data.draw(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)), charset)


@given(st.text(max_size=8) | st.from_regex(r"-?[0-9]{1,14}(\.[0-9]{0,3})?", fullmatch=True) | st.from_regex(r"\s*[+-]?\d{1,4}\.\d\d\s*"))
def test_only_the_exact_form_is_an_amount(text: str) -> None:
    """Y(13.2) takes ASCII digits without leading zero and exactly two decimals, and nothing that Decimal() would also take."""
    right = re.fullmatch(r"(0|[1-9][0-9]{0,12})\.[0-9]{2}", text, re.ASCII) is not None
    try:
        assert right
        assert read(kind_of("Y(13.2)"), text) == Decimal(text)
    except (BadLeaf, AssertionError):
        assert not right


@pytest.mark.parametrize("text", ["20260229", "20261301", "２０２６０１０１", "2026-01-01", "20260100", "", "2026011"])
def test_days_that_do_not_exist(text: str) -> None:
    """D8 takes real days only, and rolls nothing over."""
    with pytest.raises(BadLeaf):
        read(kind_of("D8"), text)


@pytest.mark.parametrize("text", ["240000", "126000", "120060", "12000", "１２００００"])
def test_times_that_do_not_exist(text: str) -> None:
    """T6 takes real times only."""
    with pytest.raises(BadLeaf):
        read(kind_of("T6"), text)


@given(gbk)
def test_texts_are_measured_in_bytes_of_the_charset(text: str) -> None:
    """G(n) takes a text exactly when its bytes in the contract's charset are at most n."""
    size = len(text.encode("gbk"))
    assert read(kind_of(f"G({size})"), text, "GBK") == text
    with pytest.raises(BadLeaf) as raised:
        read(kind_of(f"G({size - 1})") if size > 1 else kind_of("N(1)"), text if size > 1 else "x", "GBK")
    assert size == 1 or f"{size} 字节" in raised.value.found


@given(gbk)
def test_texts_are_measured_in_characters(text: str) -> None:
    """C(n) takes a text exactly when it has at most n characters, however many bytes they are."""
    assert read(kind_of(f"C({len(text)})"), text, "GBK") == text
    with pytest.raises(BadLeaf) as raised:
        read(kind_of(f"C({len(text)})"), text + "汉", "GBK")
    assert raised.value.found == f"{len(text) + 1} 字符"


@pytest.mark.parametrize(("text", "right"), [("1", True), ("1.5", True), ("1.50", True), ("1.505", False), ("-1", False), ("1E+2", True)])
def test_a_json_number_of_yuan_has_no_needed_zeros(text: str, right: bool) -> None:
    """1.5 and 1.50 are one JSON number, so both are read as that amount; a third decimal is refused."""
    kind = kind_of("Y(13.2)", "number")
    try:
        assert read(kind, Decimal(text)) == Decimal(text)
        assert right
    except BadLeaf:
        assert not right


@pytest.mark.parametrize("text", ["镕", "𠮷", "€"])
def test_a_sign_outside_the_charset_is_named(text: str) -> None:
    """What the charset lacks is refused by name; nothing is replaced."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        with pytest.raises(BadLeaf, match=text):
            read(kind_of("G(60)"), text, "GB2312")
    else:
        assert read(kind_of("G(60)"), text, "GB2312") == text


@pytest.mark.parametrize(("text", "node"), [
    ("int", "5"), ("int", True), ("int", Decimal("5")), ("bool", 1), ("bool", "true"), ("Y(13.2)", 5), ("F(17)", "5"), ("F(17)", Decimal("5.5")),
    ("N(1)", 5), ("G(5)", None), ("G(5)", ["a"]), ("D8", 20260101), ("dec(3.1)", True)])
def test_json_types_are_not_mixed_up(text: str, node: object) -> None:
    """A number is not its text, true is not one."""
    with pytest.raises(BadLeaf):
        read(kind_of(text), node)


@pytest.mark.parametrize("charset", ["GBK", "GB18030", "UTF-8"])
@pytest.mark.parametrize("longest", [5, 59, 60, 61, 90])
def test_a_text_is_tried_with_all_its_bytes_and_with_one_more(longest: int, charset: str) -> None:
    """A limit that is off by one byte shows, whatever a wide character takes; so does one that counts characters."""
    kind = kind_of(f"G({longest})")
    legal = [str(node) for node, _ in edges(kind, charset)]
    assert longest == max(len(text.encode(charset)) for text in legal) == max(len(text) for text in legal)
    assert longest + 1 in {len(str(node).encode(charset)) for node, _ in spoils(kind, charset)}


@pytest.mark.parametrize(("text", "json"), VALUES, ids=[f"{t}{j}" for t, j in VALUES])
def test_edges_are_legal_and_spoils_are_not(text: str, json: str) -> None:
    """Every generated edge can be read, no generated neighbour can."""
    kind = kind_of(text, json)
    for node, _ in edges(kind, "GBK"):
        read(kind, node, "GBK")
    for node, _ in spoils(kind, "GBK"):
        with pytest.raises(BadLeaf):
            read(kind, node, "GBK")


def test_more_than_a_fen_is_not_rounded() -> None:
    """An amount that the type cannot carry is refused, never rounded."""
    for text in ("Y(13.2)", "F(17)", "W(13.6)"):
        with pytest.raises(BadLeaf):
            write(kind_of(text), Decimal("0.001"))


@pytest.mark.parametrize(("text", "json", "right", "wrong"), [
    ("int", "string", "1", (1, True, Decimal(1), "01", "１")), ("int", "", 1, (True, "1", Decimal(1))), ("bool", "", True, (1, "true")), ("F(17)", "number", 1, (True, "1")),
    ("one_of(1 2)", "", "1", (1, True))])
def test_what_was_read_once_is_not_taken_for_its_like(text: str, json: str, right: object, wrong: tuple[object, ...]) -> None:
    """1, True and Decimal(1) are equal, but only one of them is of the type, however often it was read."""
    kind = kind_of(text, json)
    for _ in range(2):
        first = read(kind, right)
        assert (type(first), first) == (type(read(kind, right)), read(kind, right))
        for other in wrong:
            with pytest.raises(BadLeaf):
                read(kind, other)


def test_what_was_read_is_not_remembered_without_end() -> None:
    """More texts than are kept are read right, the first once more."""
    kind = kind_of("N(6)")
    for number in (*range(MOST_KNOWN + 5), 0):
        assert f"{number:06}" == read(kind, f"{number:06}")
