"""The contracts of land payments against the interface document: complete, clean, and right on cases worked out by hand."""

from __future__ import annotations

import re
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
FAMILY = ROOT / "contracts/banks/land_payment"
TO_BANK, TO_LAND = ("5671", "5408", "CXJK01", "CXYE01"), ("2671", "2671R", "CXJK02")
NOTICE, SERIAL, ACCOUNT = "JK20260601000001", "YH20260601000001", "3206020109000001"
CODES = ("32060000202606010001", "32060000202606010002")


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str) -> Contract:
    """One contract of the family."""
    return catalogue().contracts[f"land_payment.{name}"]


def scene(name: str, books: dict[str, Any], changes: dict[str, Any], *, now: str = "20260601100000") -> Scene:
    """The specimen with changes, in these books (and in those of a fresh test bench)."""
    document: Document = copy(contract(name).specimen_request)
    for path, node in changes.items():
        put(document, path, node)
    shelves = {**{kind: list(things) for kind, things in catalogue().parties["land_payment"].seeds.items()}, **books}
    return Scene(request=document, now=now, parameters=catalogue().parameters, books=Books.of(shelves))


def bill() -> Document:
    """The bill of the specimen, without what a report adds."""
    found: Document = copy(contract("5671").specimen_request)["body"]["Bill"]
    return found


def noticed(status: str = "NOTIFIED") -> dict[str, Any]:
    """Books with the notice of the specimens."""
    fields = {"body": bill(), "account": ACCOUNT, "receipt": "YH0"}
    return {"notice": [{"key": [NOTICE], "status": status, "fields": fields}],
            "bill": [{"key": [code], "fields": {"notice": NOTICE}} for code in CODES]}


def paid(status: str = "BOOKED", fee: str = "0.00", *, day: str = "20260601", fund: str = "812345.00") -> dict[str, Any]:
    """Books with its receipt too."""
    fields = {"notice": NOTICE, "amount": "812345.00", "fee": fee, "day": day}
    return {**noticed("REPORTED"), "receipt": [{"key": [SERIAL], "status": status, "fields": fields}],
            "fund": [{"key": [ACCOUNT], "balance": fund}]}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "land_payment" in p.at.file and not p.note]


def test_every_rule_of_the_document_has_an_id() -> None:
    """LAND-31 to LAND-35 are all there, whole or split by letters."""
    known = set(re.findall(r"\bid: (LAND-3[0-9])", "\n".join(p.read_text("utf-8") for p in FAMILY.glob("*.yaml"))))
    assert {f"LAND-{n}" for n in range(31, 36)} <= known


def test_the_day_switch_is_the_same_in_both_places() -> None:
    """The clock of the party and the agreement that the formulas read."""
    party = catalogue().parties["land_payment"]
    assert party.hours.day_switch == party.seeds["agreement"][0]["fields"]["day_switch"]


@pytest.mark.parametrize("operation", [*TO_BANK, *TO_LAND])
def test_direction_is_the_documents(operation: str) -> None:
    """Notices and orders go to the bank, reports and reversals come from it; each side may ask the other."""
    assert ("bank" if operation in TO_LAND else "land") == contract(operation).sender


LATE = {"body.Bill.ExpDate": "20260531", "body.Bill.DetailList.Detail.0.Hold1": "12.35", "body.Bill.DetailList.Detail.1.Hold1": "800.00",
        "body.Bill.Hold1": "812.35"}


@pytest.mark.parametrize(("name", "changes", "broken"), [
    ("5671", {}, set()),
    ("5671", {"body.Bill.PayAcctName": "　"}, {"LAND-31"}),
    ("5671", {"body.Bill.DetailList.Detail.0.PayCode": "3206"}, {"LAND-31A"}),
    ("5671", {"body.Bill.TraAmt": "812345.01"}, {"LAND-32A"}),
    ("5671", {"body.Bill.TotalCount": "3"}, {"LAND-32B"}),
    ("5671", {"body.Bill.DetailList.Detail.0.TraAmt": "1.00"}, {"LAND-32C"}),
    ("5671", {"body.VouDate": "20260602"}, {"LAND-32E"}),
    ("2671", LATE, set()),
    ("2671", {**LATE, "body.Bill.DetailList.Detail.0.Hold1": "12.34", "body.Bill.Hold1": "812.34"}, {"LAND-33B"}),
    ("2671", {**LATE, "body.Bill.Hold1": "812.34"}, {"LAND-33C"}),
    ("2671", {"body.XTraAmt": "812344.99"}, {"LAND-33A"}),
    ("5408", {"body.SumAmt": "12406.72"}, {"LAND-37A"}),
])
def test_worked_requests(name: str, changes: dict[str, Any], broken: set[str]) -> None:
    """12,345.00 late by a day owes 12.345, half-up 12.35; which promise of the sender each change breaks."""
    assert broken == {a.promise for a in breaches(contract(name), scene(name, {}, changes))}


@pytest.mark.parametrize(("name", "books", "changes", "now", "rule"), [
    ("5671", {}, {}, "20260601100000", ""),
    ("5671", {}, {"body.Bill.PayeeAcctNo": "9"}, "20260601100000", "LAND-31D"),
    ("5671", noticed(), {"body.VoucherNo": "JK9"}, "20260601100000", "LAND-34E"),
    ("5671", noticed("REPORTED"), {"body.VoucherNo": "JK9"}, "20260601100000", "LAND-34B"),
    ("2671", noticed(), {}, "20260601100000", ""),
    ("2671", noticed(), {"body.Bill.PayAcctName": "另一公司"}, "20260601100000", "LAND-33E"),
    ("2671", noticed("REPORTED"), {}, "20260601100000", "LAND-34B"),
    ("2671", {}, {}, "20260601100000", "LAND-33E"),
    ("2671R", paid(), {}, "20260601202959", ""),
    ("2671R", paid(), {}, "20260601203000", "LAND-35C"),
    ("2671R", paid(day="20260529"), {}, "20260601100000", "LAND-35B"),
    ("2671R", paid("REVERSED"), {}, "20260601100000", "LAND-35A"),
    ("2671R", paid(fee="1.00", fund="900000.00"), {}, "20260601100000", "LAND-35D"),
    ("2671R", paid(fund="812344.99"), {}, "20260601100000", "LAND-35E"),
    ("5408", paid(fund="12406.72"), {}, "20260601160000", "LAND-37B"),
])
def test_worked_states(name: str, books: dict[str, Any], changes: dict[str, Any], now: str, rule: str) -> None:
    """Requests against books worked out by hand: which rule speaks against each of them, '' for success."""
    here = scene(name, books, changes, now=now)
    found = expect(contract(name), here.books, here)  # type: ignore[arg-type]
    assert (rule, rule == "") == (found.promise, found.firm == {ReplyClass.SUCCESS})


def test_a_fee_is_rounded_installment_by_installment() -> None:
    """Three times 5.00, a day late: 0.005 each, 0.01 each when rounded, 0.03 together; 0.02 of the total would be a fen too few."""
    row = contract("2671").specimen_request["body"]["Bill"]["DetailList"]["Detail"][0]
    rows = [{**row, "PayCode": f"3206000020260601000{n}", "DetailAmt": "5.00", "TraAmt": "5.00", "Hold1": "0.01"} for n in range(3)]
    changes = {"body.Bill.ExpDate": "20260531", "body.Bill.DetailList.Detail": rows, "body.Bill.TotalCount": "3", "body.Bill.TraAmt": "15.00",
               "body.XTraAmt": "15.00", "body.Bill.Hold1": "0.03"}
    assert [] == breaches(contract("2671"), scene("2671", {}, changes))
    assert {"LAND-33C"} == {a.promise for a in breaches(contract("2671"), scene("2671", {}, {**changes, "body.Bill.Hold1": "0.02"}))}
