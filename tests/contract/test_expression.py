"""The expression language: exact, bounded, never `eval`, total, and every mistake points at its token."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.contract.calls import AGGREGATES
from kanhe.contract.expression import compile_formula
from kanhe.contract.functions import FRESH, FUNCTIONS, SHELF
from kanhe.contract.lookup import Layout
from kanhe.contract.types import parse_type
from kanhe.errors import ContractError, Position, Problem
from kanhe.model.formula import Absent, Scene

AT = Position("a.yaml", 7, 11)
FIELDS = {"a": "Y(±13.2)", "b": "Y(±13.2)", "rate": "dec(±1.6)", "text": "G(0..4000)", "number": "int", "flag": "bool", "day": "D8",
          "rows[].amt": "Y(13.2)", "rows[].name": "G(20)", "list[]": "list", "from": "G(10)"}
TYPES = {f"body.{path}": parse_type(text, charset="UTF-8", codelists={}, at=AT, json="number" if text[0] == "d" else "")
         for path, text in FIELDS.items()}
LAYOUT = Layout(request=TYPES, reply={}, kinds=frozenset({"account"}), codelists={"sex": {"1": "男"}}, parameters=frozenset({"most"}))


def value_of(text: str, /, **body: Any) -> Any:
    """The value of an expression in a scene with this body."""
    return compile_formula(text, layout=LAYOUT, at=AT)(Scene(request={"body": body}, now="20260105101500", parameters={"most": 5}))


def problem_of(text: str) -> Problem:
    """The one problem of a wrong expression."""
    with pytest.raises(ContractError) as raised:
        compile_formula(text, layout=LAYOUT, at=AT)
    assert len(raised.value.problems) == 1
    return raised.value.problems[0]


yuan = st.integers(-(10**15) + 1, 10**15 - 1).map(lambda fen: Decimal(fen).scaleb(-2))
rates = st.integers(-(10**6), 10**6).map(lambda millionths: Decimal(millionths).scaleb(-6))


@given(yuan, yuan, rates)
def test_decimals_are_exact(a: Decimal, b: Decimal, rate: Decimal) -> None:
    """Sums, differences and products of amounts and rates lose nothing: they equal the same in whole numbers."""
    shown = {"a": f"{a:f}", "b": f"{b:f}", "rate": rate}
    assert value_of("request.body.a + request.body.b - request.body.a == request.body.b", **shown) is True
    product = value_of("request.body.a * request.body.rate", **shown)
    assert product * 10**8 == int(a * 100) * int(rate * 10**6)


@given(st.lists(st.integers(0, 10**15 - 1), max_size=30))
def test_sums_over_rows_are_exact(fen: list[int]) -> None:
    """The sum over a list is the sum in fen."""
    rows = [{"amt": f"{Decimal(n).scaleb(-2):f}"} for n in fen]
    assert value_of("sum(r.amt for r in request.body.rows)", rows=rows) * 100 == sum(fen)


@pytest.mark.parametrize(("text", "wanted"), [
    ("0.1 + 0.2 == 0.3", True), ("1 / 3 * 3 == 1", False), ("half_up(2.675, 2)", Decimal("2.68")), ("half_up(-0.005, 2)", Decimal("-0.01")),
    ("half_even(2.665, 2)", Decimal("2.66")), ("7 // 2", 3), ("-7 % 3", 2), ("money(1234567890123.4)", "1234567890123.40"),
    ("number(\"0012.50\")", Decimal("12.50")), ("1 < 2 < 3", True), ("1 < 3 < 2", False), ("\"a\" + \"b\"", "ab"), ("not true or true", True),
    ("\"1\" in [\"1\", \"2\"]", True), ("1 if false else 2", 2), ("max(1, 3, 2)", 3), ("add_months(\"20251130\", 3)", "20260228"),
    ("add_months(\"20240229\", 12)", "20250228"), ("days(\"20250831\", add_months(\"20250831\", 6))", 181), ("years(\"20000229\", \"20260228\")", 25),
    ("years(\"20000229\", \"20260301\")", 26), ("normalise(\"南通　某 (公司)\")", "南通某(公司)"), ("gbk_bytes(\"汉a\")", 3), ("name_of(\"sex\", \"1\")", "男"),
    ("parameter(\"most\")", 5), ("seconds(\"20260105101500\", now())", 0), ("today()", "20260105"), ("upper(trim(\" x \"))", "X"), ("mid(\"abcdef\", 1, 2)", "bc"),
    ("right(\"abc\", 0)", ""), ("matches(\"123456\", \"[0-9]{6}\")", True), ("matches(\"１２３４５６\", \"\\\\d{6}\")", False)])
def test_worked_examples(text: str, wanted: Any) -> None:
    """Known results, among them those of section 4.6 of the domain document."""
    assert value_of(text) == wanted


HOSTILE = ("__import__('os').system('id')", "().__class__.__bases__", "request.__class__", "request.body.__dict__", "(lambda: 1)()", "[x for x in ()][0]",
           "open('/etc/passwd')", "eval('1')", "exec('1')", "getattr(request, 'body')", "f'{request}'", "{1: 2}", "{1}", "(x := 1)", "await x", "yield", "1 if",
           "request.body.a ** 9", "1 << 9", "~1", "b'x'", "1j", "...", "print(1)", "globals()", "request.body.text.upper()", "request['body'].a.b",
           "sum(x for x in request.body.rows for y in request.body.rows)", "[*request.body.rows]", "length(*request.body.rows)", "length(text=1)",
           "request.body[0]", "request.body.rows[0]", "1; 2", "import os", "a = 1", "\\", "'", "\0", "1e400", "1_0.0", "row.amt", "former")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_not_listed_is_refused(text: str) -> None:
    """Nothing but the listed nodes, names and functions compiles; Python is never reached."""
    found = problem_of(text)
    assert (found.at.file, found.at.line) == ("a.yaml", 7)
    assert found.right


@given(st.text(max_size=60) | st.text("request.body()[]'\"+-*/<>=! abcrow0123456789,for in if and", max_size=60))
def test_any_text_is_a_formula_or_one_problem(text: str) -> None:
    """No text makes the compiler fall over; the problem lies inside the text."""
    try:
        compile_formula(text, layout=LAYOUT, at=AT)
    except ContractError as error:
        (problem,) = error.problems
        assert problem.at.line >= AT.line
        assert problem.at.column >= 1
        if "\n" not in text and "\r" not in text and "\f" not in text:
            assert AT.column <= problem.at.column <= AT.column + len(text) + 1


OPERANDS = ("request.body.a", '"中文"', "(1 + 2)", "length(\"汉字\")", "request.body[\"from\"]", "0.01", "[1, 2]")
WRONG = ("request.body.x9", "bogus", "unknown(1)", "status(\"acount\", 1)", "{1}", "parameter(\"nope\")")


@given(st.lists(st.sampled_from(OPERANDS), max_size=4), st.sampled_from(WRONG), st.lists(st.sampled_from(OPERANDS), max_size=3))
def test_the_column_is_that_of_the_wrong_token(before: list[str], wrong: str, after: list[str]) -> None:
    """Wherever it stands, and whatever wide signs stand before it, the wrong token is pointed at."""
    head = "".join(f"{part} == " for part in before)
    text = head + wrong + "".join(f" == {part}" for part in after)
    inside = wrong.find('"') if wrong.startswith(("status", "parameter")) else 0
    assert problem_of(text).at == Position("a.yaml", 7, 11 + len(head) + inside)


@given(st.sampled_from([p for p in FIELDS if "[" not in p and len(p) > 3]), st.integers(0, 3))
def test_a_misspelt_field_is_guessed(name: str, place: int) -> None:
    """One letter doubled: the message says which field was meant, at the path."""
    wrong = name[:place] + name[place] + name[place:]
    found = problem_of(f"present(request.body.{wrong})")
    assert f"是不是想写 request.body.{name}？" == found.hint
    assert found.at.column == 11 + len("present(")


@pytest.mark.parametrize("name", sorted([*FUNCTIONS, *AGGREGATES, *SHELF]))
def test_a_misspelt_function_is_guessed(name: str) -> None:
    """A doubled first letter names a listed function in the hint."""
    assert problem_of(f"{name[0]}{name}(1)").hint.startswith("是不是想写 ")


anything = st.sampled_from(["request.body.a", "request.body.text", "request.body.number", "request.body.flag", "request.body.day", "request.body.rows",
                            "request.body.list", "1", "-1", "0", "99999999999999999999", "0.5", '""', '"x"', '"20260101"', '"20260230"', '"1"', "[]", "[1, \"x\"]",
                            "true", "1 / 3", "request.body[\"from\"]", "half_up(1.5, 40)", "add_days(\"20260101\", 99999999)"])
BODY = {"a": "-5.00", "text": "文 a", "number": 7, "flag": True, "day": "20260105", "rows": [{"amt": "1.00", "name": "a"}], "list": ["a"]}


@given(st.sampled_from(sorted(set(FUNCTIONS) - FRESH - {"known", "name_of", "parameter", "matches"})), st.data())
def test_functions_are_total(name: str, data: st.DataObject) -> None:
    """A function called with anything gives a value or says that it does not apply; it never falls over."""
    _, least, most = FUNCTIONS[name]
    count = data.draw(st.integers(least, most))
    _total(f"{name}({', '.join(data.draw(anything) for _ in range(count))})")


@given(anything, st.sampled_from(["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]), anything)
def test_operators_are_total(left: str, sign: str, right: str) -> None:
    """An operator between anything gives a value or does not apply."""
    _total(f"{left} {sign} {right}")
    _total(f"-({left})")


@given(st.sampled_from(sorted(AGGREGATES)), anything, anything)
def test_aggregates_are_total(name: str, source: str, value: str) -> None:
    """An aggregate over anything gives a value or does not apply."""
    _total(f"{name}({value} for r in request.body.rows)")
    _total(f"{name}({source})")


def _total(text: str) -> None:
    try:
        formula = compile_formula(text, layout=LAYOUT, at=AT)
    except ContractError:
        return
    try:
        formula(Scene(request={"body": BODY}, now="20260105101500"))
    except Absent:
        return


def test_cost_is_bounded() -> None:
    """A comprehension inside a comprehension ends at 100,000 steps, within a second."""
    rows = [{"amt": "1.00", "name": "a"}] * 2000
    started = time.process_time()
    with pytest.raises(Absent, match="太费时"):
        value_of("sum(sum(q.amt for q in request.body.rows if q.amt == r.amt) for r in request.body.rows)", rows=rows)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("pattern", ["(a+)+", "(a*)*b", "(a|aa)+", "(a|b)*", "([0-9]+)*", "(x+x+)+y", "[", "(", "a" * 201])
def test_slow_or_wrong_patterns_are_refused(pattern: str) -> None:
    """A pattern that could take long, or is none, does not compile."""
    assert "matches 的模式" in problem_of(f'matches(request.body.text, "{pattern}")').found


def test_an_absent_optional_value_makes_it_not_apply() -> None:
    """A missing field is Absent with its path; `present` asks instead."""
    with pytest.raises(Absent, match="request.body.text"):
        value_of('request.body.text == "a"')
    assert value_of("present(request.body.text)") is False
    assert value_of("present(request.body.text)", text="a") is True


def test_default_stands_in_for_what_is_left_out() -> None:
    """A missing or empty value is replaced, one that is not of its type is not."""
    assert value_of("default(request.body.number, 1) * 5") == 5
    assert value_of("default(request.body.number, 1) * 5", number=2) == 10
    assert value_of('default(request.body.text, "a")', text="") == "a"
    with pytest.raises(Absent, match="坏值"):
        value_of("default(request.body.number, 1)", number="x")


@pytest.mark.parametrize(("text", "value"), [
    ("count(r for r in request.body.rows)", 0), ("count(request.body.rows)", 0), ("sum(r.amt for r in request.body.rows if r.amt > 1)", 0),
    ("request.body.a == sum(r.amt for r in request.body.rows)", False)])
def test_a_list_that_is_left_out_has_no_rows_to_add_up(text: str, value: object) -> None:
    """A total above no list at all is as wrong as one above an empty list."""
    assert value_of(text, a="1.00") == value_of(text, a="1.00", rows=[]) == value


@pytest.mark.parametrize("text", ["all(r.amt > 0 for r in request.body.rows)", "max(r.amt for r in request.body.rows)",
                                  "count(r for r in reply.body.rows)", "sum(r.amt for r in reply.body.rows) == 0"])
def test_of_what_is_not_there_nothing_is_promised(text: str) -> None:
    """`all` over a list that was left out would be true for nothing, and a reply that refuses has no lists to count."""
    layout = replace(LAYOUT, reply=TYPES)
    with pytest.raises(Absent, match="rows"):
        compile_formula(text, layout=layout, at=AT)(Scene(request={"body": {}}, reply={"body": {}}))


def test_a_reply_that_grants_and_leaves_out_its_list_has_no_rows() -> None:
    """Its total above no list at all is wrong, also when asked at one of its rows; of `all` nothing is promised there, too."""
    layout, scene = replace(LAYOUT, reply=TYPES), Scene(reply={"body": {"a": "1.00"}}, granted=True)
    text = "count(r for r in reply.body.rows) == 0 and reply.body.a == sum(r.amt for r in reply.body.rows)"
    assert not compile_formula(text, layout=layout, at=AT)(scene)
    assert not compile_formula(text, layout=layout, at=AT)(scene.at())
    with pytest.raises(Absent, match="rows"):
        compile_formula("all(r.amt > 0 for r in reply.body.rows)", layout=layout, at=AT)(scene)


@pytest.mark.parametrize(("text", "value"), [
    ('mid("abcdef", 2, 2)', "cd"), ('left("abc", 2)', "ab"), ('right("abc", 2)', "bc"), ('right("abc", 9)', "abc"), ('right("abc", 0)', ""),
    ('reverse("abc")', "cba"), ("count(mid(request.body.rows, 1, 5))", 2), ("sum(r.amt for r in left(reverse(request.body.rows), 1))", 3),
    ("sum(r.amt for r in right(request.body.rows, 2))", 5), ('mid("abcdef", (number("2") - 1) * 2, number("2"))', "cd")])
def test_texts_and_lists_are_cut_alike(text: str, value: object) -> None:
    """left, right, mid and reverse take a text or a list of rows: a page of a statement, newest first."""
    assert value_of(text, rows=[{"amt": "1.00"}, {"amt": "2.00"}, {"amt": "3.00"}]) == value


def test_what_lies_before_the_start_is_absent() -> None:
    """Page 0 is no page from the end, and nothing begins in the middle of a row."""
    for text in ("mid(request.body.rows, -5, 5)", "mid(request.body.rows, 0.5, 1)", 'left(request.body.rows, "1")'):
        with pytest.raises(Absent):
            value_of(text, rows=[{"amt": "1.00"}])


def test_reads_and_paths_are_told() -> None:
    """A formula names the kinds and the paths that it looks at: planners rely on it."""
    formula = compile_formula('exists("account", request.body.text) and sum(r.amt for r in request.body.rows) > 0', layout=LAYOUT, at=AT)
    assert formula.reads == {"account"}
    assert {"request.body.text", "request.body.rows[].amt"} <= formula.paths
