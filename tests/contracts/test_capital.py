"""The contracts of state capital against the interface document: clean, and right on figures that are worked out a second time here."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.predict import expect
from kanhe.cases.fill import Pen, fill
from kanhe.cases.memory import Memory
from kanhe.cases.style import Style
from kanhe.contract.checkdigits import uscc
from kanhe.contract.draw import Counter, Draw
from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, put
from kanhe.model.formula import Scene
from kanhe.model.words import ReplyClass

ROOT = Path(__file__).parents[2]
NOW = "20260601093000"
OK, NO = ReplyClass.SUCCESS, ReplyClass.REFUSED
CENT = Decimal("0.01")


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str) -> Contract:
    """One contract of the system, `income.declare` for capital_income.declare."""
    return catalogue().contracts[f"capital_{name}"]


def scene(name: str, books: Books, changes: dict[str, Any], *, reply: Document | None = None) -> Scene:
    """The specimen with changes, in these books."""
    document: Document = copy(contract(name).specimen_request)
    for path, node in changes.items():
        put(document, path, node)
    return Scene(request=document, reply=reply or copy(contract(name).specimen_reply), now=NOW, parameters=catalogue().parameters, books=books)


def run(books: Books, name: str, changes: dict[str, Any]) -> Books:
    """The books after a message or an event that is granted."""
    return apply(contract(name), books, scene(name, books, changes))[0]


def answers(name: str, books: Books, changes: dict[str, Any]) -> ReplyClass:
    """The class of what an honest office answers; a broken data promise is refused, too."""
    here = scene(name, books, changes)
    return OK if not breaches(contract(name), here) and OK in expect(contract(name), books, here).firm else NO


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "capital_" in p.at.file and not p.note]


def test_made_up_enterprises_have_right_check_digits() -> None:
    """The two check digits that the event works out are those of GB 11714 and GB 32100, whatever the number."""
    event, books = contract("income.enterprise_filed"), Books.of({})
    for first in (0, 1, 7, 96, 12345, 9999998):
        pen = Pen(contract=event, books=books, memory=Memory(), draw=Draw(seed=1, counter=Counter(base=first)), now=NOW,
                  parameters=catalogue().parameters, style=Style())
        assert uscc(fill(pen)["uscc"])


RATES = {"1": "0.25", "2": "0.20", "3": "0.15", "4": "0.10", "5": "0"}
MONEY = st.integers(0, 10**10).map(lambda fen: Decimal(fen).scaleb(-2))


@given(st.sampled_from(sorted(RATES)), MONEY, MONEY, st.booleans(), MONEY, st.sampled_from(["0", "0.01", "-0.01"]))
def test_what_is_payable_out_of_profit(category: str, profit: Decimal, loss: Decimal, small: bool, less: Decimal, off: str) -> None:
    """SCB-01, SCB-02 by whole fen: base, reserve of a tenth at the most, half up; a fen beside it is refused."""
    reserve = min((max(profit - loss, Decimal(0)) / 10).quantize(CENT, ROUND_HALF_UP), less)
    base = max(profit - loss - reserve, Decimal(0))
    due = int(base * 100) * int(Decimal(RATES[category]) * 100)  # hundredths of a fen
    fen = (due + 50) // 100
    exempt = small and fen <= 10_000_000
    stated = Decimal(0 if exempt else fen).scaleb(-2) + Decimal(off)
    changes = {"body.enterpriseUscc": "91320600714007845W", "body.category": category, "body.netProfitParent": f"{profit:.2f}",
               "body.priorLossMadeUp": f"{loss:.2f}", "body.statutoryReserve": f"{reserve:.2f}", "body.base": f"{base:.2f}",
               "body.rate": Decimal(RATES[category]), "body.exemptReason": "1" if exempt else "0", "body.payable": f"{stated:.2f}"}
    books = run(Books.of({}), "income.enterprise_filed", {"category": category, "small": "1" if small else "0", "stage": "NONE"})
    assert (OK if off == "0" else NO) == answers("income.declare", books, changes)


@pytest.mark.parametrize(("changes", "right"), [
    ({"body.base": "333333.35", "body.shareRatio": Decimal("0.5113"), "body.payable": "170433.34"}, OK),  # 170433.341855
    ({"body.base": "333333.35", "body.shareRatio": Decimal("0.5113"), "body.payable": "170433.35"}, NO),
    ({"body.base": "0.01", "body.shareRatio": Decimal("0.5"), "body.payable": "0.01"}, OK),
    ({"body.base": "0.01", "body.shareRatio": Decimal("1.0001"), "body.payable": "0.01"}, NO),
])
def test_worked_dividends(changes: dict[str, Any], right: ReplyClass) -> None:
    """SCB-03: what was declared times the share, half up."""
    books = run(Books.of({}), "income.enterprise_filed", {})
    told = {"body.incomeKind": "2", "body.netProfitParent": "0.00", "body.statutoryReserve": "0.00", "body.rate": Decimal(0),
            "body.incomeTotal": changes["body.base"], **changes}
    assert right == answers("income.declare", books, told)


def later(day: str) -> str:
    """Thirty days later, by hand past weekends and the holidays of May 2026 (1st to 5th)."""
    found = date.fromisoformat(day) + timedelta(days=30)
    while found.weekday() >= 5 and found.isoformat() != "2026-05-09" or "2026-05-01" <= found.isoformat() <= "2026-05-05":
        found += timedelta(days=1)
    return f"{found:%Y%m%d}"


@pytest.mark.parametrize("day", ["2026-04-01", "2026-04-02", "2026-04-09", "2026-04-10", "2026-04-29", "2026-04-30", "2026-05-01"])
def test_days_by_which_notices_are_due(day: str) -> None:
    """SCB-24: thirty days, moved to a working day; the Saturday of 2026-05-09 is one."""
    books = run(run(Books.of({}), "income.enterprise_filed", {"stage": "CONFIRMED", "declNo": "S"}), "income.notice",
                {"declNo": "S", "noticeDate": day.replace("-", "")})
    assert later(day) == books.field("notice", ("JK2026000001",), "due")


def test_the_story_of_one_declaration() -> None:
    """SCB-04, SCB-23: two notices, three payments, then a correction upwards that takes over what was paid; worked out by hand."""
    books = run(Books.of({}), "income.enterprise_filed", {"stage": "CONFIRMED", "declNo": "S", "payable": "150000.04"})

    def pay(number: str, notice: str, amount: str) -> Books:
        rows = [{"incomeSortCode": "1030601", "amt": amount}]
        return run(books, "income.pay", {"body.id": number, "body.noticeNo": notice, "body.details": rows, "body.sumAmt": amount, "body.xSumAmt": amount})

    def seen(number: str) -> tuple[Any, Any]:
        return books.status("declaration", (number,)), books.balance("declaration", (number,))

    for notice, amount in (("N1", "100000.00"), ("N2", "50000.04")):
        books = run(books, "income.notice", {"noticeNo": notice, "declNo": "S", "amount": amount})
    assert NO == answers("income.pay", books, {"body.noticeNo": "N1"})
    books = pay("P1", "N1", "99999.99")
    assert ("PARTIAL", Decimal("99999.99")) == seen("S")
    books = pay("P3", "N2", "50000.04")
    books = pay("P2", "N1", "0.01")
    assert ("PAID", Decimal("150000.04")) == seen("S")
    more = {"body.origDeclNo": "S", "body.origPayable": "150000.04", "body.difference": "0.01"}
    assert OK == answers("income.declare", books, more)
    books = run(books, "income.declare", more)
    assert ("CORRECTED", Decimal(0)) == seen("S")
    assert ("FILED", Decimal("150000.04")) == seen("SB2026000001")


FEN = st.integers(0, 10**9)


@given(FEN, FEN, FEN, st.lists(FEN, min_size=1, max_size=5), st.integers(-1, 1), st.sampled_from([0, 1, -1]))
def test_budgets_balance(income: int, carried: int, sent: int, lines: list[int], ratio: int, off: int) -> None:
    """SCB-41, SCB-42, SCB-44 by whole fen: what is left is carried over and never a deficit, three tenths go out at the least."""
    out = (income * 3 + 5) // 10 + ratio
    rest = income + carried + sent - out - sum(lines)
    rows = [{"line_no": str(n), "exp_func_code": "22302", "payee_uscc": "91320600714007845W", "payee_name": "甲", "amount": cents(fen)}
            for n, fen in enumerate(lines, 1)]
    changes = {"body.income": cents(income), "body.carried_in": cents(carried), "body.transfer_in": cents(sent), "body.transfer_out": cents(out),
               "body.lines": rows, "body.carried_out": cents(rest + off), "body.adjustment": cents(sum(lines))}
    right = off == 0 and ratio >= 0 and rest >= 0 and out >= 0
    assert (OK if right else NO) == answers("budget.budget", Books.of({}), changes)


def cents(fen: int) -> str:
    """Fen as the text of yuan."""
    return f"{Decimal(fen).scaleb(-2):.2f}"


def test_the_story_of_one_budget() -> None:
    """SCB-44 to SCB-53: told, approved, paid, cut no further than what is paid, returned once; worked out by hand."""
    books = run(Books.of({}), "budget.budget", {})
    assert NO == answers("budget.inject", books, {"body.payAmt": "1.00"})
    books = run(books, "budget.approve", {})
    assert NO == answers("budget.inject", books, {"body.payAmt": "4000000.03"})
    assert NO == answers("budget.inject", books, {"body.line_no": "2", "body.payAmt": "1.00"})
    books = run(books, "budget.inject", {"body.payAmt": "4000000.01"})
    assert [NO, OK] == [answers("budget.inject", books, {"body.voucherNo": "B", "body.payAmt": amount}) for amount in ("0.02", "0.01")]

    def cut(fen: int) -> dict[str, Any]:
        rows = copy(contract("budget.budget").specimen_request)["body"]["lines"]
        rows[0]["amount"] = cents(fen)
        return {"body.lines": rows, "body.base_version": 1, "body.version": 2, "body.bgt_type_code": "2", "body.prior_total": "4001000.03",
                "body.carried_out": cents(699900002 - fen), "body.adjustment": cents(fen - 400000002)}

    assert [OK, NO] == [answers("budget.budget", books, cut(fen)) for fen in (400000001, 400000000)]
    assert NO == answers("budget.budget", books, {**cut(400000001), "body.bgt_type_code": "1"})
    assert NO == answers("budget.return_paid", books, {"body.returnAmt": "4000000.00"})
    books = run(books, "budget.return_paid", {"body.returnAmt": "4000000.01"})
    assert Decimal(0) == books.balance("line", ("YS2026001", "1"))
    assert NO == answers("budget.return_paid", books, {"body.returnNo": "T2", "body.returnAmt": "4000000.01"})
    books = run(books, "budget.budget", cut(1))
    assert ("ADJUSTING", Decimal("1000.02")) == (books.status("budget", ("YS2026001",)), Decimal(str(books.field("budget", ("YS2026001",), "total"))))
    assert NO == answers("budget.inject", books, {"body.voucherNo": "B", "body.payAmt": "0.01"})
