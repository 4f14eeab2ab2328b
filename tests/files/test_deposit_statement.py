"""The monthly statement of time deposits: its figures counted once more by another way, its months, its defects, and who lacks what."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from kanhe.cli.file_make import _due
from kanhe.files.batch import check_all
from kanhe.model.event import Found
from kanhe.model.reconcile import Match
from kanhe.reconcile.run import reconcile
from kanhe.run.files import MONTHS, campaign
from kanhe.run.handing import Due, Waited
from kanhe.simulate.defects import all_defects, load_defect
from tests.files.bank import ACCOUNT, SEEDS, STATEMENT, catalogue, contract
from tests.files.test_defects import run

COLUMNS = ("kind certNo fixedAcct valueDate termMonths maturityDate rate begin added drawn moved end doneDate interest capitalised accrued "
           "state parentCertNo newCertNo").split()
Row = dict[str, str]


@cache
def months(seed: int) -> tuple[tuple[list[str], tuple[Row, ...], list[str]], ...]:
    """(header, rows, trailer) of every month's file, read as plain text."""
    found = []
    for one in campaign(contract(STATEMENT), seed)[: len(MONTHS)]:
        head, *rows, tail = (line.split("|") for line in one.data.decode("gbk").splitlines())
        found.append((head, tuple(dict(zip(COLUMNS, row, strict=True)) for row in rows), tail))
    return tuple(found)


def day(text: str) -> date:
    """yyyyMMdd."""
    return date.fromisoformat(text)


def later(first: date, count: int) -> date:
    """So many months later, counted on month by month; a day that the last month lacks is its last."""
    month = first.replace(day=1)
    for _ in range(count):
        month = (month + timedelta(days=31)).replace(day=1)
    end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return month.replace(day=min(first.day, end.day))


def rounded(exact: Fraction) -> Fraction:
    """Yuan, half up to the fen."""
    return Fraction(int(exact * 100 + Fraction(1, 2)), 100)


def each_day(amount: Fraction, rate: Fraction, first: date, last: date) -> Fraction:
    """Interest of one day after another."""
    return rounded(sum((amount * rate / 36000 for _ in range((last - first).days)), Fraction()))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_has_been_earned_is_counted_day_by_day(seed: int) -> None:
    """DEP-42: fractions and a loop over days; overdue days at the demand rate, and the trailer is the sum. All kinds of rows occur."""
    states, late = set(), 0
    for head, rows, tail in months(seed):
        at, total = day(head[3]), Fraction()
        for row in rows:
            end, until = Fraction(row["end"]), later(day(row["valueDate"]), int(row["termMonths"]))
            assert day(row["maturityDate"]) == until
            expected = each_day(end, Fraction(row["rate"]), day(row["valueDate"]), min(at, until))
            expected += each_day(end, Fraction("0.10"), until, at) if at > until else 0
            assert expected == Fraction(row["accrued"]), row
            total, late = total + expected, late + (at > until)
            states.add(row["state"])
        assert total == Fraction(tail[5])
    assert {"ACTIVE", "OVERDUE", "PAID", "DRAWN", "ROLLED"} <= states and late


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_paid_is_counted_term_by_term(seed: int) -> None:
    """DEP-31: a whole term's months at the certificate's rate, days before and after it at the demand rate; nothing without a last day."""
    for _, rows, _ in months(seed):
        for row in rows:
            if not row["doneDate"]:
                assert "0.00" == row["interest"] == row["capitalised"]
                continue
            done, due = day(row["doneDate"]), day(row["maturityDate"])
            whole = Fraction(row["drawn"]) + Fraction(row["moved"])
            if done < due:
                expected = each_day(Fraction(row["drawn"]), Fraction("0.10"), day(row["valueDate"]), done)
            else:
                expected = rounded(whole * Fraction(row["rate"]) / 100 * Fraction(int(row["termMonths"]), 12))
                expected += each_day(whole, Fraction("0.10"), due, done)
            assert expected == Fraction(row["interest"]), row


@pytest.mark.parametrize("seed", SEEDS)
def test_the_chain_of_certificates_is_a_forest_and_keeps_its_principal(seed: int) -> None:
    """DEP-44 over all months as one graph: one parent, one child, no cycle; along each chain only what was paid and capitalised differs."""
    first: dict[str, Row] = {}
    last: dict[str, Row] = {}
    for _, rows, _ in months(seed):
        for row in rows:
            first.setdefault(row["certNo"], row)
            last[row["certNo"]] = row
    parents = {number: row["parentCertNo"] for number, row in last.items() if row["parentCertNo"]}
    children = {number: row["newCertNo"] for number, row in last.items() if row["newCertNo"]}
    assert parents == {child: parent for parent, child in children.items()} and parents
    capitalised = 0
    for number in last:
        seen = [number]
        while seen[-1] in children:
            seen.append(children[seen[-1]])
            assert len(seen) == len(set(seen))
        for parent, child in pairwise(seen):
            given = Fraction(last[parent]["moved"]) + Fraction(last[parent]["capitalised"])
            assert given == Fraction(first[child]["added"])
            capitalised += last[parent]["capitalised"] != "0.00"
    assert capitalised


@pytest.mark.parametrize("seed", SEEDS)
def test_months_follow_one_another(seed: int) -> None:
    """DEP-41, DEP-43: what is kept at the end of a month is what the next one begins with, certificate by certificate."""
    for (before, rows, _), (after, following, tail) in pairwise(months(seed)):
        kept = {row["certNo"]: row["end"] for row in rows if row["end"] != "0.00"}
        assert kept == {row["certNo"]: row["begin"] for row in following if row["begin"] != "0.00"}
        assert before[5] == after[4] == tail[2] == f"{sum(map(Decimal, kept.values()), Decimal(0)):.2f}"


@pytest.mark.parametrize("number", range(800, 812))
def test_every_rule_that_a_defect_names_is_broken(number: int) -> None:
    """Not only the first."""
    defect = load_defect(f"d{number}")
    found = {e.finding.verdict.promise for e in run("deposit_statement.*", 20260101, [f"d{number}"]) if isinstance(e, Found)}
    assert set(defect.FINDS) <= found


def test_a_file_of_a_month_is_due_on_its_last_day() -> None:
    """`every: month` in a leap year, in the days of kanhe.toml and in `kanhe file make`; other files are due every day."""
    monthly, daily = contract(STATEMENT).series, contract(ACCOUNT).series
    assert ["20240229", "20251130"] == [d for d in ("20240228", "20240229", "20251130", "20251230") if monthly.due_on(d)]
    assert daily.due_on("20251230")
    days = frozenset(f"202601{n:02d}" for n in range(1, 32))
    waited = Waited(opened=lambda: pytest.fail("nothing is opened"), wanted=Due(days=days))
    assert ({"20260131"}, days) == (waited.due(contract(STATEMENT)).days, waited.due(contract(ACCOUNT)).days)
    assert ["20260131", "20260228", "20260331"] == _due(contract(STATEMENT), "20260115", 3)
    assert ["20260115", "20260116"] == _due(contract(ACCOUNT), "20260115", 2)


def test_a_missing_month_is_told_as_a_month() -> None:
    """The text speaks of months, and no other day of the month is missed."""
    missing = check_all(contract(STATEMENT), [], days={f"202601{n:02d}" for n in range(1, 32)}).missing
    assert [("DEP-40C", "没有 20260131 的文件", "每月一份，没有业务的月份也有")] == [(v.rule, v.found, v.right) for v in missing]


def test_every_defect_is_told_in_its_page() -> None:
    """docs/defects-deposit-statement.md has a row for each, with the rules that it breaks, and the contract has those rules."""
    page = (Path(__file__).parents[2] / "docs/defects-deposit-statement.md").read_text("utf-8")
    rows = {int(number): set(rules.split("、")) for number, rules in re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", page, re.MULTILINE)}
    planted = {d.NUMBER: set(d.FINDS) for d in all_defects() if (d.FAMILY, d.ROLE) == ("deposit_statement", "bank")}
    assert planted == rows and len(planted) >= 12
    assert {rule for rules in planted.values() for rule in rules} <= {rule.id for rule in contract(STATEMENT).rules}


def listed(path: Path, rows: Sequence[Row]) -> Path:
    """A list of our own."""
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, ["certNo", "fixedAcct", "end", "valueDate", "state"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_certificates_that_only_one_side_knows_are_listed(tmp_path: Path) -> None:
    """DEP-43 in the reconciliation of three lists: one certificate only the bank has, one only we, one of another balance, one of another
    state; the receipts agree with the bank."""
    pytest.importorskip("duckdb", reason="the extra `files` is not installed")
    sent = campaign(contract(STATEMENT), 20260101)[5]
    (tmp_path / sent.name).write_bytes(sent.data)
    rows = [dict(row) for row in months(20260101)[5][1]]
    ours = [dict(row) for row in rows[1:]] + [{**rows[0], "certNo": "CD2099000001", "fixedAcct": "320600109900001"}]
    ours[0]["end"], ours[1]["state"] = f"{Decimal(ours[0]['end']) + Decimal('0.01'):.2f}", "LOST"
    plan = catalogue().reconciliations["deposit_statement"]
    outcome = reconcile(plan, catalogue().files, {
        "ledger": [listed(tmp_path / "a.csv", ours)], "messages": [listed(tmp_path / "b.csv", rows)], "file": [tmp_path / sent.name]},
        day="20260131")
    expected = {(Match.THEIRS, rows[0]["certNo"]), (Match.OURS, "CD2099000001"), (Match.AMOUNT, ours[0]["certNo"]),
                (Match.STATUS, ours[1]["certNo"])}
    pairs = {(p.left.name, p.right.name): {(d.match, "".join(d.key)) for d in p.listed} for p in outcome.pairs}
    assert {("ledger", "messages"): expected, ("ledger", "file"): expected} == {k: v for k, v in pairs.items() if v}
