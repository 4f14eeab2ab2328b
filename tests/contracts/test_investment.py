"""The contracts of government investment against the interface document: complete, clean, and right on cases worked out by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kanhe.books.books import Books
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
