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
