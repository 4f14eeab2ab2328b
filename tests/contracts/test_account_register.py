"""The register of zero-balance accounts against the interface document (1.2 A3): complete, clean, and of one opinion with set arithmetic."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.model.event import Peer
from kanhe.run.lint.lint import lint
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects, name_of
from tests.defects.account_desk import Desk, catalogue

ROOT = Path(__file__).parents[2]
FAMILY = "account_register"
DAYS = [f"202605{day}" for day in range(25, 32)]
Row = tuple[int, bool]


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of A3 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/units" / FAMILY).glob("*.yaml"))
    assert {"ACCT-31", "ACCT-32", "ACCT-33"} <= set(re.findall(r"\bid: (ACCT-[0-9]{2})", text))


def account(number: int) -> str:
    """The account of a unit."""
    return f"32060000000000{number:02}"


def row(number: int, active: bool = True, **changes: str) -> dict[str, str]:
    """A row of a list: one account for each unit."""
    return {"AgencyCode": f"0010{number:02}", "FundTypeCode": "11", "AgencyAccoNo": account(number), "AgencyAccoName": "甲零余额账户",
            "AgencyBankName": "某银行", "AccStatus": "1" if active else "0", **changes}


def load(desk: Desk, rows: list[dict[str, str]], number: str = "QC1", *, whole: bool = True, day: str = "20260601", show: str = "body.Result") -> Any:
    """The answer to a list."""
    return desk.send("load", show, body__VoucherNo=number, body__VouDate=day, body__AllFlag="1" if whole else "0", body__TotalNum=str(len(rows)),
                     body__DetailList__Detail=rows)


def listed(desk: Desk, number: int, day: str = "20260601") -> Any:
    """Whether an account is active on a day; the code where it never was listed."""
    told = desk.send("listed", "body", body__AgencyAccoNo=account(number), body__QueryDate=day)
    return told.get("AccStatus", told["Result"])


def check(desk: Desk, number: int, day: str = "20260601", agency: str = "", show: str = "body.Result") -> Any:
    """The answer about a voucher."""
    return desk.send("check", show, body__PayAcctNo=account(number), body__VouDate=day, body__AgencyCode=agency or f"0010{number:02}")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=4, unique_by=lambda r: r[0])),
                min_size=1, max_size=7))
def test_the_register_is_what_sets_say(lists: list[tuple[bool, list[Row]]]) -> None:
    """ACCT-31, ACCT-33: lists of one department day by day; what is active on each day is the set that unions and differences give."""
    desk, now, ever = Desk(FAMILY, "bank"), set[int](), set[int]()
    expected = list[set[int]]()
    for day, (whole, rows) in zip(DAYS, lists, strict=False):
        on, off = {n for n, active in rows if active}, {n for n, active in rows if not active}
        if whole and not on:
            assert "1001" == load(desk, [row(n, a) for n, a in rows], f"QC{day}", day=day)
        else:
            now = on if whole else (now - off) | on
            told = load(desk, [row(n, a) for n, a in rows], f"QC{day}", whole=whole, day=day, show="body.ActiveNum")
            assert str(len(now)) == told
            ever |= on
        expected.append(now)
    for day, active in zip(DAYS, expected, strict=False):
        assert ["1" if n in active else "0" for n in sorted(ever)] == [listed(desk, n, day) for n in sorted(ever)]
        assert {n for n in sorted(ever) if check(desk, n, day) == "0000"} == active


@pytest.mark.parametrize(("rows", "whole", "result"), [
    ([row(1), row(1, AgencyAccoNo=account(9))], True, "1001"),
    ([row(1), row(2, AgencyAccoNo=account(1))], True, "1001"),
    ([row(1, AgencyCode="002001")], True, "1001"),
    ([row(1, AgencyAccoNo=account(9))], False, "1002"),
    ([row(1, False), row(1, AgencyAccoNo=account(9))], False, "0000"),
    ([row(1, AgencyAccoNo=account(9))], True, "0000"),
    ([row(3, AgencyAccoNo=account(1))], False, "1002"),
    ([row(1, False)], False, "0000"),
])
def test_worked_lists(rows: list[dict[str, str]], whole: bool, result: str) -> None:
    """ACCT-32: what a list may do after units 1 and 2 have their accounts."""
    desk = Desk(FAMILY, "bank")
    load(desk, [row(1), row(2)], "QC0")
    assert result == load(desk, rows, whole=whole)


def two(desk: Desk, rows: list[dict[str, str]], *, whole: bool) -> list[Any]:
    """What the second list comes to, and what accounts 1, 2 and 3 are then."""
    load(desk, [row(1), row(2)], "QC0", day="20260529")
    return [load(desk, rows, whole=whole, show="body.ActiveNum"), *(listed(desk, n) for n in (1, 2, 3))]


def stopped(desk: Desk) -> Any:
    """A voucher of today from an account that was stopped today."""
    two(desk, [row(1, False)], whole=False)
    return check(desk, 1)


def yesterday(desk: Desk) -> list[Any]:
    """Vouchers of yesterday and today from an account that was stopped today."""
    two(desk, [row(1, False)], whole=False)
    return [check(desk, 1, "20260531") == "0000", check(desk, 1) == "0000"]


def again(desk: Desk) -> list[Any]:
    """A whole list comes again after a partial one."""
    load(desk, [row(1)], "QC0")
    load(desk, [row(2)], "QC1", whole=False)
    return [load(desk, [row(1)], "QC0"), listed(desk, 2)]


def second(desk: Desk, *rows: dict[str, str], whole: bool = False, day: str = "20260601") -> Any:
    """The answer to a second list."""
    load(desk, [row(1), row(2)], "QC0")
    return load(desk, list(rows), whole=whole, day=day)


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (511, lambda d: two(d, [row(1)], whole=True), ["1", "1", "0", "1004"], ["2", "1", "1", "1004"]),
    (512, lambda d: two(d, [row(3)], whole=False), ["3", "1", "1", "1"], ["1", "0", "0", "1"]),
    (513, lambda d: load(d, [row(1, False)]), "1001", "0000"),
    (514, lambda d: second(d, row(1, AgencyAccoNo=account(9))), "1002", "0000"),
    (515, lambda d: load(d, [row(1), row(2, AgencyAccoNo=account(1))]), "1001", "0000"),
    (516, lambda d: second(d, row(3, AgencyAccoNo=account(1))), "1002", "0000"),
    (517, stopped, "1004", "0000"),
    (518, yesterday, [True, False], [False, False]),
    (519, again, ["0002", "1"], ["0000", "0"]),
    (661, lambda d: [load(d, [row(1)]), load(d, [row(2)])], ["0000", "1003"], ["0000", "0002"]),
    (662, lambda d: two(d, [row(3), row(4)], whole=True), ["2", "0", "0", "1"], ["1", "0", "0", "1"]),
    (663, lambda d: [load(d, [row(1)]), check(d, 1, agency="001009")], ["0000", "1002"], ["0000", "0000"]),
    (664, lambda d: second(d, row(1), day="20260531"), "1002", "0000"),
    (665, lambda d: two(d, [row(1, False)], whole=False), ["1", "0", "1", "1004"], ["2", "1", "1", "1004"]),
    (666, lambda d: load(d, [row(1, AgencyCode="002001")]), "1001", "0000"),
    (667, lambda d: listed(d, 5), "1004", "0"),
    (668, lambda d: second(d, row(1, AgencyAccoNo=account(9))), "1002", "7213"),
    (669, lambda d: [two(d, [row(3)], whole=False), check(d, 1, show="body.RegisterNo")][1], "QC0", "QC1"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_bank_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk(FAMILY, "bank"))
    assert flawed == sight(Desk(FAMILY, "bank", str(number)))


def test_every_rule_has_a_defect() -> None:
    """Every promise of the bank is named by a planted defect."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    owed = {p.id for p in planned(catalogue(), Peer(name="bank", family=FAMILY, role="bank", address="memory://")) if ":" not in p.id}
    assert set() == owed - {rule for d in mine for rule in d.FINDS}, [name_of(d) for d in mine]
