"""How lists are read: charsets, quotes, units, files of a contract in either shape, JSON lines; and what is told of those that are none."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kanhe.errors import UsageError
from kanhe.model.file import Matching
from kanhe.model.reconcile import Match, Reconciliation
from kanhe.reconcile.engine import Bench
from kanhe.reconcile.run import reconcile
from kanhe.run.files import campaign
from tests.files.bank import ACCOUNT, DEPOSIT, LAND, catalogue, contract
from tests.reconcile.books import MATCHING, PLAN, Line, compared, counts, many, side, told, written

pytest.importorskip("duckdb", reason="the extra `files` is not installed")


@pytest.mark.parametrize("charset", ["GBK", "GB18030", "UTF-8"])
def test_charsets(charset: str, tmp_path: Path) -> None:
    """Keys with characters whose second byte is a delimiter or a backslash match across charsets."""
    lines = [Line("珅昞|x", 1), Line("甲\\", 2), Line("南通", 3)]
    plan = replace(PLAN, sides=(side("ours", charset=charset), side("theirs")))
    paths = {"ours": [written(tmp_path / "a.csv", lines, charset)], "theirs": [written(tmp_path / "b.csv", lines)]}
    assert reconcile(plan, {}, paths).agrees


def test_quotes_units_states_and_minus(tmp_path: Path) -> None:
    """A list with quoted delimiters and line ends inside, CRLF, yuan, other words for the states and a column for the direction."""
    (tmp_path / "a.csv").write_bytes('键,名,元,向,状\r\n"A,1","某\r\n某",1.00,D,成功\r\n"B ""x""",乙,0.01,C,失败\r\n'.encode("gbk"))
    ours = side("ours", charset="GBK", unit="yuan", states={"成功": "S", "失败": "F"},
                matching=Matching(key=("键",), amount="元", status="状", minus={"向": "D"}))
    lines = [Line("A,1", -100, state="S"), Line('B "x"', 1, state="F")]
    (tmp_path / "b.jsonl").write_text("".join(json.dumps({"k": x.key, "d": {"fen": x.fen, "s": x.state}}) + "\n" for x in lines))
    theirs = side("theirs", format="jsonl", matching=Matching(key=("k",), amount="d.fen", status="d.s"))
    paths = {"ours": [tmp_path / "a.csv"], "theirs": [tmp_path / "b.jsonl"]}
    assert reconcile(replace(PLAN, sides=(ours, theirs)), {}, paths).agrees


def test_without_header_columns_have_numbers(tmp_path: Path) -> None:
    """Columns by number from 1, tab-separated, no quotes, the last line without its end."""
    (tmp_path / "a.txt").write_bytes(b'A"\t5\nB\t7')
    one = side("ours", header=False, delimiter="\t", quote="", matching=Matching(key=("1",), amount="2"))
    paths = {"ours": [tmp_path / "a.txt"], "theirs": [written(tmp_path / "b.csv", [Line("B", 7)])]}
    assert [(Match.OURS, 'A"')] == told(reconcile(replace(PLAN, sides=(one, side("theirs"))), {}, paths))


@pytest.mark.parametrize("name", [LAND, ACCOUNT, DEPOSIT])
def test_files_of_a_contract(name: str, tmp_path: Path) -> None:
    """Several real files of each contract against a list that was made from the same books: all equal, and each change is told."""
    matching = contract(name).matching
    files, lines = [], []
    for one in campaign(contract(name), 3):
        path = tmp_path / one.name
        if path in files:
            continue
        path.write_bytes(one.data)
        files.append(path)
        for row in one.sheet.rows:
            sign = -1 if any(row[c] == text for c, text in matching.minus.items()) else 1
            fen = sign * int(Decimal(str(row[matching.amount])) * 100)
            lines.append(Line("/".join(str(row[c]) for c in matching.key), fen, day=str(row[matching.date])))
    theirs = replace(side("theirs"), contract=name, matching=matching, unit="yuan")
    plan = Reconciliation(id="toy", title="对账", sides=(side("ours"), theirs))
    paths = {"ours": [written(tmp_path / "ours.csv", lines)], "theirs": files}
    outcome = reconcile(plan, catalogue().files, paths)
    assert outcome.agrees, told(outcome)
    assert len(lines) == counts(outcome)[Match.EQUAL][0] > 60
    changed = [replace(lines[0], fen=lines[0].fen + 1), *lines[2:]]
    paths["ours"] = [written(tmp_path / "ours.csv", changed)]
    wrong = reconcile(plan, catalogue().files, paths)
    assert sorted([(Match.AMOUNT, lines[0].key), (Match.THEIRS, lines[1].key)]) == sorted(told(wrong))
    assert wrong.pairs[0].listed[0].right_place.startswith(files[0].name)


def test_places_point_at_the_lines(tmp_path: Path) -> None:
    """File and line of either row, over several files."""
    a = written(tmp_path / "a.csv", many(10))
    b = written(tmp_path / "b.csv", [Line("X", 1), Line("Y", 2)])
    outcome = reconcile(PLAN, {}, {"ours": [a, b], "theirs": [written(tmp_path / "t.csv", [*many(10), Line("Y", 3)])]})
    assert [("b.csv:3", "t.csv:12"), ("b.csv:2", "")] == [(d.left_place, d.right_place) for d in outcome.pairs[0].listed]


def test_what_meets_by_serial_and_what_only_looks_alike(tmp_path: Path) -> None:
    """Another key but the same unique serial: the same business. Another key, the same amount and day: a hint, and still single-sided."""
    met = compared(tmp_path, [Line("A", 5, "S1"), Line("B", 6, "S2"), Line("C", 6, "S2")], [Line("a", 5, "S1"), Line("b", 6, "S2")])
    assert [(Match.OURS, "B"), (Match.OURS, "C"), (Match.THEIRS, "b")] == told(met)
    alike = compared(tmp_path, [Line("A", 5), Line("B", 6), Line("C", 6)], [Line("a", 5), Line("b", 6)])
    assert (("A", "a"),) == alike.pairs[0].alike
    assert 5 == len(told(alike))


BAD: dict[str, tuple[bytes, str, str]] = {
    "no such column": (b"k,fen\nA,1\n", "没有列 day、key、serial、state", "bad.csv:1"),
    "column twice": (b"key,fen,fen,serial,day,state\nA,1,1,,,\n", "不止一列叫 fen", "bad.csv:1"),
    "too many cells": (b"key,serial,fen,day,state\nA,,1,,\nB,,1,,,x\n", "栏数不对", "bad.csv:3"),
    "too few cells": (b"key,serial,fen,day,state\nA,,1\n", "栏数不对", "bad.csv:2"),
    "no amount": (b"key,serial,fen,day,state\nA,,1,,\nB,,1.5,,\n", "金额 1.5", "bad.csv:3"),
    "wide digits": ("key,serial,fen,day,state\nA,,１,,\n".encode(), "金额 １", "bad.csv:2"),
    "empty amount": (b"key,serial,fen,day,state\nA,,,,\n", "金额 （空）", "bad.csv:2"),
    "exponent": (b"key,serial,fen,day,state\nA,,1e3,,\n", "金额 1e3", "bad.csv:2"),
    "too large": (b"key,serial,fen,day,state\nA,,999999999999999999999,,\n", "金额 999999999999999999999", "bad.csv:2"),
    "charset": (b"key,serial,fen,day,state\n\xb1\xb1,,1,,\n", "不是 UTF-8", "bad.csv"),
    "header charset": (b"key,\xb1\xb1\n", "表头不是 UTF-8", "bad.csv:1"),
    "empty": (b"", "没有列", "bad.csv:1"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_list_that_is_none(case: str, tmp_path: Path) -> None:
    """Where, what was found, what would be right; never a traceback, and never a guess."""
    data, found, place = BAD[case]
    (tmp_path / "bad.csv").write_bytes(data)
    with pytest.raises(UsageError) as error:
        reconcile(PLAN, {}, {"ours": [tmp_path / "bad.csv"], "theirs": [written(tmp_path / "b.csv", [])]})
    assert found in error.value.problem.found
    assert str(error.value.problem.at).endswith(place)
    assert error.value.problem.right


def test_lines_of_json_that_are_none(tmp_path: Path) -> None:
    """The number of the line, and what it should be."""
    one = side("ours", format="jsonl", matching=MATCHING)
    for text in ('{"key": "A"}\n', "x\n", '{"key": "a\\nb", "fen": 1}\n', "[" * 5000 + "\n"):
        (tmp_path / "a.jsonl").write_text(text)
        with pytest.raises(UsageError) as error:
            paths = {"ours": [tmp_path / "a.jsonl"], "theirs": [written(tmp_path / "b.csv", [])]}
            reconcile(replace(PLAN, sides=(one, side("theirs"))), {}, paths)
        assert "a.jsonl:1" in str(error.value.problem.at)


def test_amounts_are_exact_where_doubles_are_not(tmp_path: Path) -> None:
    """Sums beyond 2^53 fen, and amounts that differ by one fen up there, are told apart."""
    ours = [Line(f"K{n}", 9_007_199_254_740_993) for n in range(100)]
    theirs = [*ours[1:], Line("K0", 9_007_199_254_740_992)]
    outcome = compared(tmp_path, ours, theirs)
    assert [(Match.AMOUNT, "K0")] == told(outcome)
    assert 100 * 9_007_199_254_740_993 == outcome.sides["ours"][1]


def test_slow_queries_draw_nothing(tmp_path: Path) -> None:
    """Standard output belongs to the report: the engine draws no bar of progress however long a query takes."""
    bench = Bench(tmp_path)
    try:
        assert bench.setting("enable_progress_bar") is False
    finally:
        bench.close()
