"""Every planted defect of the office of state capital shows itself as the document says; the honest one does not have it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kanhe.model.document import get
from kanhe.simulate.defects import all_defects, name_of
from tests.defects.account_desk import Desk, catalogue

ROOT = Path(__file__).parents[2]
Sight = Callable[[Desk], Any]
Case = tuple[int, Sight, Any, Any]


def told(*steps: tuple[str, dict[str, Any]], show: str = "status") -> Sight:
    """A place of the answer to the last of these: events have a plain name, messages one with a stroke in front."""
    def sight(desk: Desk) -> Any:
        seen: Any = None
        for name, changes in steps:
            if name.startswith("/"):
                seen = desk.send(name[1:], "", **{f"body__{path}": node for path, node in changes.items()})
            else:
                desk.cause(name, **changes)
        return get(seen, show)

    return sight


def asked(show: str, *steps: tuple[str, dict[str, Any]], of: str = "SB2025000001") -> Sight:
    """A place of what is known of a declaration after these."""
    def sight(desk: Desk) -> Any:
        told(*steps)(desk) if steps[-1][0].startswith("/") else [desk.cause(name, **changes) for name, changes in steps]
        return desk.send("declaration", f"body.data.{show}", path__declNo=of)

    return sight


def stock(stage: str, **more: str) -> tuple[str, dict[str, Any]]:
    """The enterprise, with a declaration of 150 000.04 that has come so far."""
    return "enterprise_filed", {"stage": stage, **more}


NEW = stock("NONE")
MORE = {"origDeclNo": "SB2025000001", "origPayable": "150000.04", "difference": "0.01"}
NOTICED = (stock("CONFIRMED"), ("notice", {"declNo": "SB2025000001"}))
LESS = {"origDeclNo": "SB2025000001", "origPayable": "150000.06", "difference": "-0.01"}
DIVIDEND = {"incomeKind": "2", "netProfitParent": "0.00", "statutoryReserve": "0.00", "rate": Decimal(0), "incomeTotal": "100.00", "base": "100.00",
            "shareRatio": Decimal("0.5")}
INCOME: list[Case] = [
    (621, told(NEW, ("/declare", {"base": "1000000.31"})), "400", "200"),
    (622, told(stock("NONE", reserveFull="1"), ("/declare", {})), "422", "200"),
    (624, told(NEW, ("/declare", {"rate": Decimal("0.1"), "payable": "100000.03"})), "400", "200"),
    (625, told(NEW, ("/declare", {**DIVIDEND, "payable": "100.00"})), "400", "200"),
    (626, told(NEW, ("/declare", {"exemptReason": "1", "payable": "0.00"})), "422", "200"),
    (627, told(stock("FILED"), ("/declare", {})), "422", "200"),
    (628, told(stock("FILED"), ("/declare", {**MORE, "origPayable": "150000.03", "difference": "0.02"})), "422", "200"),
    (629, told(stock("FILED", payable="150000.06"), ("/declare", LESS)), "200", "422"),
    (630, asked("state", stock("FILED"), ("/declare", MORE)), "CORRECTED", "FILED"),
    (631, asked("payableWan", stock("FILED", payable="150049.99")), "15.004999", "15.000000"),
    (632, told(stock("FILED"), ("/review", {"declNo": "SB2025000001", "approvedAmount": "150000.03"})), "422", "200"),
    (633, told(stock("REVIEWED"), ("/review", {"declNo": "SB2025000001"})), "422", "200"),
    (634, told(NEW, ("/declare", {}), show="body.data.reviewBy"), "20260623", "20260616"),
    (635, told(*NOTICED, ("/pay", {"xSumAmt": "150000.03"})), "400", "200"),
    (636, told(stock("CONFIRMED", incomeKind="2"), NOTICED[1], ("/pay", {})), "422", "200"),
    (637, told(*NOTICED, ("/pay", {}), ("/pay", {"id": "JKS2"})), "422", "200"),
    (638, lambda desk: len(asked("notices", *NOTICED, ("/pay", {}), ("/pay", {}))(desk)), 1, 2),
    (639, asked("state", NOTICED[0], ("notice", {"declNo": "SB2025000001", "noticeDate": "20260430"})), "NOTICED", "OVERDUE"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), INCOME, ids=[f"d{n}" for n, *_ in INCOME])
def test_the_defect_of_income_shows_and_the_honest_office_does_not_have_it(number: int, sight: Sight, honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk("capital_income", "finance"))
    assert flawed == sight(Desk("capital_income", "finance", str(number)))


BOOK = ("book_approved", {})
PAY, BACK = ("/inject", {}), ("/return_paid", {})
ROWS = [{"line_no": str(n), "exp_func_code": "22301", "payee_uscc": "91320600714007845W", "payee_name": "甲", "amount": "1.00"} for n in (1, 1)]
ONE = {"lines": ROWS[:1], "prior_total": "500000.01", "adjustment": "-499999.01", "carried_out": "6999999.03", "base_version": 1, "version": 2,
       "bgt_type_code": "2"}


def spent(show: str, *steps: tuple[str, dict[str, Any]]) -> Sight:
    """A place of what is known of the budget after these."""
    return lambda desk: (told(*steps)(desk), desk.send("budget_state", f"body.data.{show}"))[1]


BUDGET: list[Case] = [
    (640, told(("/budget", {"carried_out": "2999000.01"})), "400", "200"),
    (641, told(("/budget", {"transfer_out": "3000000.01", "carried_out": "2999000.01"})), "400", "200"),
    (642, told(("/budget", {"adjustment": "4001000.02"})), "400", "200"),
    (643, told(("/budget", {"lines": ROWS, "carried_out": "6999998.03", "adjustment": "2.00"})), "400", "200"),
    (644, told(BOOK, ("/budget", {**ONE, "base_version": 0, "version": 1})), "409", "200"),
    (645, told(BOOK, ("/budget", {**ONE, "bgt_type_code": "1"})), "422", "200"),
    (646, told(BOOK, ("/budget", {**ONE, "prior_total": "500000.00", "adjustment": "-499999.00"})), "422", "200"),
    (647, told(BOOK, PAY, ("/budget", ONE)), "422", "200"),
    (648, told(("/budget", {}), ("/budget", {"carried_in": "1.00", "carried_out": "2999001.00"})), "409", "200"),
    (649, spent("state", BOOK, ("/budget", ONE)), "ADJUSTING", "APPROVED"),
    (650, told(BOOK, ("/inject", {"payeeName": "南通市某投资有限公司"})), "422", "200"),
    (651, told(("/budget", {}), PAY), "422", "200"),
    (652, told(BOOK, ("/inject", {"payAmt": "500000.02"})), "422", "200"),
    (653, spent("lines.0.paid", BOOK, PAY, PAY), "500000.01", "1000000.02"),
    (654, told(BOOK, PAY, BACK, ("/return_paid", {"returnNo": "T2"})), "422", "200"),
    (655, spent("lines.0.paid", BOOK, PAY, BACK), "0.00", "500000.01"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), BUDGET, ids=[f"d{n}" for n, *_ in BUDGET])
def test_the_defect_of_the_budget_shows_and_the_honest_office_does_not_have_it(number: int, sight: Sight, honest: Any, flawed: Any) -> None:
    """The same for budgets, injections and returns."""
    assert honest == sight(Desk("capital_budget", "finance"))
    assert flawed == sight(Desk("capital_budget", "finance", str(number)))


def sent(operation: str, *days: dict[str, str], show: Callable[[Any], Any]) -> Sight:
    """Something of every message of the last of these days."""
    def sight(desk: Desk) -> Any:
        before = 0
        for day in days:
            before = len(desk.party.outbox)
            desk.cause("close_day", **day)
        return [show(send) for send in desk.party.outbox[before:] if send.operation == operation]

    return sight


def value(name: str) -> Callable[[Any], str]:
    """One value of a message."""
    return lambda send: str(send.values[name])


def daily(*steps: tuple[str, dict[str, Any]]) -> Sight:
    """The result of the last of these: reports by their number, the other events by name."""
    def sight(desk: Desk) -> Any:
        seen: Any = None
        for name, changes in steps:
            seen = desk.send(name, "Result", **changes) if name.isdigit() else desk.cause(name, **changes)
        return seen

    return sight


KNOWN, FIRST = ("receipts_known", {}), ("3401", {})


def next_day(total: str, date: str = "20260106") -> tuple[str, dict[str, Any]]:
    """A report of one yuan of other income."""
    row = {"BudgetSubjectCode": "10104", "CurIncomeAmt": "1.00", "SumIncomeAmt": total}
    return "3401", {"VoucherNo": "SR2", "VouDate": date, "AllNum": "1", "AllAmt": "1.00", "DetailList__Detail": [row]}


LATER = ("3402", {"VouDate": "20260106", "YesterdayBalance": "10179.99", "TodayReceipt": "1.00", "TodayPay": "0.00", "TodayBalance": "10180.99"})
OVER = ({"date": "20251231", "late": "0.00"}, {"date": "20260101", "late": "0.00"})
DAILY: list[Case] = [
    (860, sent("3401", *OVER, show=lambda send: str(send.rows[0]["sum_income"])), ["1000.00"], ["2000.00"]),
    (861, sent("3401", {}, show=value("voucher_year")), ["2025", "2026"], ["2026", "2026"]),
    (862, sent("3402", dict.fromkeys(("profit", "tax", "late", "paid"), "0.00"), show=value("today_pay")), ["0.00"], []),
    (863, sent("3402", {}, show=value("today_receipt")), ["1292.35"], ["1280.01"]),
    (864, sent("3402", {}, show=value("today_balance")), ["10192.32"], ["10292.35"]),
    (865, daily(KNOWN, FIRST, next_day("1.00")), "1005", "0000"),
    (866, daily(FIRST), "1005", "0000"),
    (867, daily(KNOWN, FIRST, next_day("281.01", "20260107")), "1005", "0000"),
    (868, daily(KNOWN, FIRST, ("3402", {}), next_day("281.01"), LATER), "1005", "0000"),
    (869, daily(KNOWN, ("3401", {"AllNum": "3"})), "1001", "0000"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), DAILY, ids=[f"d{n}" for n, *_ in DAILY])
def test_the_defect_of_daily_reports_shows_and_the_honest_side_does_not_have_it(number: int, sight: Sight, honest: Any, flawed: Any) -> None:
    """The same for the treasury's daily reports, of both sides."""
    role = "treasury" if number < 865 else "finance"
    assert honest == sight(Desk("treasury_income", role))
    assert flawed == sight(Desk("treasury_income", role, str(number)))


def test_every_defect_has_a_case_a_row_and_a_rule() -> None:
    """What is planted is shown here, told in docs/defects-capital.md, and names rules that the contracts have."""
    mine = [d for d in all_defects() if (d.FAMILY.startswith("capital_") or d.FAMILY == "treasury_income") and not hasattr(d, "LINKAGE")]
    table = (ROOT / "docs/defects-capital.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", table, re.MULTILINE))
    known = {rule.id for c in catalogue().contracts.values()
             if c.party.family.startswith("capital_") or c.party.family == "treasury_income" for rule in c.rules}
    assert [d.NUMBER for d in mine] == [number for number, *_ in (*INCOME, *BUDGET, *DAILY)] == [int(number) for number in rows]
    for defect in mine:
        assert {rule for rule in defect.FINDS if ":" not in rule} <= known, name_of(defect)
        assert set(defect.FINDS) == set(rows[str(defect.NUMBER)].strip().split("、")), name_of(defect)
        assert not defect.TITLE.isascii()
