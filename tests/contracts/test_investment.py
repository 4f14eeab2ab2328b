"""The contracts of government investment against the interface document: complete, clean, and right on cases worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.predict import expect
from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, put
from kanhe.model.formula import Scene
from kanhe.model.words import ReplyClass

ROOT = Path(__file__).parents[2]
NOW = "20260601093000"
OK, NO = ReplyClass.SUCCESS, ReplyClass.REFUSED


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str) -> Contract:
    """One contract of the family."""
    return catalogue().contracts[f"investment.{name}"]


def scene(name: str, books: dict[str, Any], changes: dict[str, Any], *, now: str = NOW) -> Scene:
    """The specimen with changes, in these books."""
    document: Document = copy(contract(name).specimen_request)
    for path, node in changes.items():
        put(document, path, node)
    reply = copy(contract(name).specimen_reply)
    return Scene(request=document, reply=reply, now=now, parameters=catalogue().parameters, books=Books.of(books))


def answers(name: str, books: dict[str, Any], changes: dict[str, Any]) -> ReplyClass:
    """The class of what an honest office answers; a broken data promise is refused, too."""
    here = scene(name, books, changes)
    if breaches(contract(name), here):
        return NO
    firm = expect(contract(name), here.books, here).firm  # type: ignore[arg-type]
    return OK if OK in firm else NO


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "investment" in p.at.file and not p.note]


# ---- I1 ----------------------------------------------------------------------------------------------------------

CODE = "2026-320600-48-01-123456"


@pytest.mark.parametrize(("code", "broken"), [
    (CODE, set()), ("2019-320602-48-01-123456", set()), ("2020-320602-48-01-123456", {"INV-01"}), ("2020-320613-48-02-123456", set()),
    ("2019-320613-48-02-123456", {"INV-01"}), ("2008-320612-48-02-123456", {"INV-01"}), ("2018-320685-48-03-000001", set()),
    ("2017-320685-48-03-000001", {"INV-01"}), ("2018-320621-48-03-000001", set()), ("2019-320621-48-03-000001", {"INV-01"}),
    ("2026-320500-48-01-123456", {"INV-01"}), ("2026-320600-48-04-123456", {"INV-01A"}), ("2026-3206004-8-01-123456", {"INV-01A"}),
])
def test_worked_project_codes(code: str, broken: set[str]) -> None:
    """INV-01 on codes of regions that came and went (4.7), years before, at and after the change."""
    assert broken == {one.promise for one in breaches(contract("project"), scene("project", {}, {"body.projectCode": code}))}


@pytest.mark.parametrize(("changes", "broken"), [
    ({"body.fundSources.1.amount": "40000000.01"}, {"INV-03"}),
    ({"body.fundSources.1.amount": "50000000.00", "body.budgetEstimate": "110000000.00"}, set()),
    ({"body.fundSources.1.amount": "50000000.01", "body.budgetEstimate": "110000000.01"}, {"INV-03B"}),
    ({"body.fundSources.1.amount": "50000000.01", "body.budgetEstimate": "110000000.01", "body.reapprovalNo": "通发改〔2026〕9号"}, set()),
    ({"body.ownerUscc": "11320600014387023L"}, {"INV-15A"}), ({"body.ownerUscc": "12320600466068306Y"}, set()),
    ({"body.planEnd": "20260630"}, {"INV-04D"}), ({"body.stage": "4"}, {"investment.project:form"}),
    ({"body.estimate": "1.0E8"}, {"INV-10B"}),
])
def test_worked_projects(changes: dict[str, Any], broken: set[str]) -> None:
    """Which promise each of these messages breaks."""
    assert broken == {one.promise for one in breaches(contract("project"), scene("project", {}, changes))}


def library(stage: str = "40", **more: Any) -> dict[str, Any]:
    """Books with the specimen's project, estimated at 100 million."""
    return {"project": [{"key": [CODE], "fields": {"stage": stage, "estimate": "100000000.00", "budget": "100000000.00", "contracted": "0.00"}}],
            "pro_code": [{"key": ["320600000202600000001"], "fields": {"project": CODE}}], **more}


@pytest.mark.parametrize(("name", "books", "changes", "right"), [
    ("project", {}, {}, OK), ("project", library(), {"body.proCode": "P9"}, NO),
    ("project", {"pro_code": [{"key": ["320600000202600000001"], "fields": {"project": "2025-320600-48-01-000001"}}]}, {}, NO),
    ("pro_code", library(), {}, OK), ("pro_code", {}, {}, NO),
    ("pro_code", library(pro_code=[{"key": ["320600000202600000002"], "fields": {"project": "2025-320600-48-01-000001"}}]), {}, NO),
    ("project_change", library(), {}, OK), ("project_change", library("60"), {}, NO), ("project_change", library("50"), {}, OK),
    ("project_change", library(), {"body.budgetEstimate": "110000000.01"}, NO),
    ("project_change", library(), {"body.budgetEstimate": "110000000.01", "body.reapprovalNo": "通发改〔2026〕9号"}, OK),
])
def test_projects_against_books(name: str, books: dict[str, Any], changes: dict[str, Any], right: ReplyClass) -> None:
    """INV-02 to INV-04: a number of the budget system never changes its project, a stage never goes back, no overrun without approval."""
    assert right == answers(name, books, changes)


# ---- I2 ----------------------------------------------------------------------------------------------------------


def filed(*, budget: str = "100000000.00", others: str = "10000000.00", current: str = "10000000.00", paid: str = "0.00") -> dict[str, Any]:
    """Books with one contract of 10 million, and what all contracts of the project come to."""
    found = {"project": CODE, "amount": "10000000.00", "current": current, "account": "3200010400020001", "bank": "313306000019", "changes": "0"}
    books = library(contract=[{"key": ["SG2026001"], "status": "FILED", "balance": paid, "fields": found}])
    books["project"][0]["fields"] |= {"budget": budget, "contracted": others}
    return books


CUT = {"body.direction": "2"}


@pytest.mark.parametrize(("changes", "books", "right"), [
    ({}, filed(others="99500000.00"), OK), ({}, filed(others="99500000.01"), NO), (CUT, filed(others="99999999.99"), OK),
    (CUT, filed(paid="9500000.00"), OK), (CUT, filed(paid="9500000.01"), NO), ({}, filed(paid="9500000.01"), OK),
    ({"path.contractNo": "SG9"}, filed(), NO), ({"body.amount": "0.00"}, filed(), NO),
])
def test_worked_changes(changes: dict[str, Any], books: dict[str, Any], right: ReplyClass) -> None:
    """INV-11 and INV-12 at the fen: never below what is paid, never above the estimate."""
    assert right == answers("contract_change", books, changes)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 10**9)), max_size=8))
def test_changes_add_up(changes: list[tuple[bool, int]]) -> None:
    """INV-11, INV-12: the effects of any changes come to what whole fen come to, at the contract and at the project."""
    books, fen = Books.of(filed()), 10**9
    for number, (more, amount) in enumerate(changes):
        document: Document = copy(contract("contract_change").specimen_request)
        put(document, "body", {"changeNo": f"B{number}", "direction": "1" if more else "2", "amount": f"{Decimal(amount).scaleb(-2):.2f}", "docNo": "X"})
        books, _ = apply(contract("contract_change"), books, Scene(request=document, now=NOW, parameters=catalogue().parameters, books=books))
        fen += amount if more else -amount
    assert Decimal(fen).scaleb(-2) == Decimal(str(books.field("contract", ("SG2026001",), "current")))
    assert Decimal(fen).scaleb(-2) == Decimal(str(books.field("project", (CODE,), "contracted")))


@pytest.mark.parametrize(("changes", "broken"), [
    ({"body.retentionRate": Decimal("3.0001")}, {"INV-13"}), ({"body.advanceRate": Decimal("9.9999")}, {"INV-13A"}),
    ({"body.advanceRate": Decimal(30)}, set()), ({"body.payableRatio": Decimal("79.9999")}, {"INV-23R"}),
    ({"body.payableRatio": Decimal("100.0001")}, {"INV-23R"}), ({"body.defectMonths": 25}, {"INV-42M"}),
    ({"body.supplierUscc": "11320600014387023M"}, set()), ({"body.supplierUscc": "91320600714007845V"}, {"INV-15"}),
    ({"body.retentionRate": Decimal("0.03125")}, {"INV-10C"}),
])
def test_worked_contracts(changes: dict[str, Any], broken: set[str]) -> None:
    """INV-13, INV-15 and the rates: each cap and floor, and just beyond."""
    assert broken == {one.promise for one in breaches(contract("contract"), scene("contract", {}, changes))}


# ---- I3, I4 ------------------------------------------------------------------------------------------------------


def paying(name: str) -> Contract:
    """One contract of the family of payments."""
    return catalogue().contracts[f"investment_payment.{name}"]


def run(books: Books, name: str, request: dict[str, Any], reply: dict[str, Any] | None = None) -> Books:
    """The books after a message or an event that is granted."""
    here = Scene(request=request, reply=reply, now=NOW, parameters=catalogue().parameters, books=books)
    return apply(paying(name), books, here)[0]


FILED = {"contractNo": "C", "proCode": "P", "account": "3200010400020001", "wage": "3200010400020009", "amount": "60000000.00",
         "budget": "60000000.00"}


BOOKED = "ZF00000000000001"


def cents(fen: int) -> str:
    """Fen as the text of yuan."""
    return f"{Decimal(fen).scaleb(-2):.2f}"


@given(st.lists(st.tuples(st.integers(1, 10**8), st.booleans()), min_size=1, max_size=8))
def test_measures_and_retention_add_up(periods: list[tuple[int, bool]]) -> None:
    """INV-21, INV-41: over any applications, withdrawn ones left out, the books hold the sums of whole fen, and what is withheld is the
    rate of what is measured to half a fen for each of them."""
    books, total, held, count = run(Books.of({}), "contract_filed", FILED), 0, 0, 0
    for number, (fen, stays) in enumerate(periods):
        kept = (fen * 3 + 50) // 100
        body = {"payApplyNo": f"Z{number}", "contractNo": "C", "payKind": "2", "period": f"{202401 + number}", "measuredAmount": cents(fen),
                "cumulativeMeasured": cents(total + fen), "deductAdvance": "0.00", "deductRetention": cents(kept),
                "payAmount": cents((fen * 80 + 50) // 100 - kept), "wagePart": "0.00", "payeeAcct": "3200010400020001", "invoices": []}
        here = Scene(request={"body": body}, now=NOW, parameters=catalogue().parameters, books=books)
        assert OK in expect(paying("pay"), books, here).firm
        books = run(books, "pay", {"body": body})
        if stays:
            total, held, count = total + fen, held + kept, count + 1
        else:
            books = run(books, "withdraw", {"path": {"payApplyNo": f"Z{number}"}, "body": {"withdrawNo": f"W{number}"}})
    told = [Decimal(str(books.field("contract", ("C",), name))) for name in ("measured", "withheld")]
    assert [Decimal(total).scaleb(-2), Decimal(held).scaleb(-2)] == told
    assert abs(told[1] - told[0] * 3 / 100) <= Decimal("0.005") * count


def test_the_story_of_one_payment() -> None:
    """INV-27, INV-28, INV-31, INV-33: two vouchers, paid, one refunded and paid once more; worked out by hand."""
    books = run(Books.of({}), "book_audited", {
        "payApplyNo": BOOKED, "contractNo": "C", "proCode": "P", "account": "1", "wage": "2", "amount": "570000.00", "wageAmount": "200000.00",
        "budget": "1000000.00"})

    def seen() -> tuple[Any, ...]:
        return books.status("payment", (BOOKED,)), books.balance("budget", ("P",)), books.balance("contract", ("C",))

    def issue(number: str, main: str, wage: str) -> Books:
        data = {"mainVoucherNo": main, "mainAmount": "0.00", "wageVoucherNo": wage, "wageAmount": "0.00"}
        return run(books, "vouchers", {"path": {"payApplyNo": BOOKED}, "body": {"issueNo": number}}, {"body": {"data": data}})

    books = run(issue("K1", "V1", "V2"), "send", {"payApplyNo": BOOKED})
    assert ("SENT", Decimal("230000.00"), Decimal("0.00")) == seen()
    for number, voucher, amount in (("R1", "V1", "570000.00"), ("R2", "V2", "200000.00")):
        assert "SENT" == seen()[0]
        books = run(books, "receipt", {"body": {"receiptNo": number, "voucherNo": voucher, "result": "1", "amount": amount}})
    assert ("PAID", Decimal("230000.00"), Decimal("770000.00")) == seen()
    books = run(books, "refund", {"body": {"refundNo": "T1", "voucherNo": "V2", "amount": "200000.00"}})
    assert ("RETURNED", Decimal("430000.00"), Decimal("570000.00")) == seen()
    books = run(issue("K2", "", "V3"), "send", {"payApplyNo": BOOKED})
    assert ("SENT", Decimal("230000.00"), Decimal("570000.00")) == seen()
    books = run(books, "receipt", {"body": {"receiptNo": "R3", "voucherNo": "V3", "result": "2", "amount": "200000.00"}})
    assert ("FAILED", Decimal("430000.00"), Decimal("570000.00")) == seen()
