"""The contracts of the direct link against the interface document: complete, clean, and right on cases worked out by hand."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kanhe.books.answer import answer
from kanhe.books.books import Books
from kanhe.books.predict import expect
from kanhe.contract.draw import Counter, Draw
from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, put
from kanhe.model.formula import Scene
from kanhe.model.words import ReplyClass

ROOT = Path(__file__).parents[2]
FAMILY = ROOT / "contracts/banks/bank_direct"
TO_BANK, TO_CLIENT = ("CFRT02", "CQRT04", "CQRA06", "CQRA10", "IBAF04", "IBAQ06"), ("CNTS01", "CNTR01", "BREC01")
ACCOUNT = {"key": ["1070010400010001"], "status": "NORMAL", "balance": "50000.00", "fields": {"name": "南通市财政局", "opened": "20260601"}}
ORDER = {"key": ["PZ20260601000001"], "fields": {"account": "1070010400010001", "amount": "1200.00", "payee": "6222021110000000006",
                                                 "payee_name": "海门某建设有限公司", "payee_bank": "102306015008"}}


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str) -> Contract:
    """One contract of the family."""
    return catalogue().contracts[f"bank_direct.{name}"]


def scene(name: str, books: dict[str, Any], changes: dict[str, Any], *, now: str = "20260601093000", reply: bool = False) -> Scene:
    """The specimen with changes, in these books."""
    document: Document = copy(contract(name).specimen_request)
    said: Document = copy(contract(name).specimen_reply)
    for path, node in changes.items():
        put(said if reply else document, path, node)
    return Scene(request=document, reply=said if reply else None, now=now, parameters=catalogue().parameters, books=Books.of(books))


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "bank_direct" in p.at.file and not p.note]


def test_every_rule_of_the_document_has_an_id() -> None:
    """BD-01 to BD-07 are all there, whole or split by letters."""
    known = set(re.findall(r"\bid: (BD-[0-9]{2})", "\n".join(p.read_text("utf-8") for p in FAMILY.glob("*.yaml"))))
    assert {f"BD-{n:02}" for n in range(1, 8)} <= known


@pytest.mark.parametrize("operation", [*TO_BANK, *TO_CLIENT])
def test_direction_is_the_documents(operation: str) -> None:
    """The payer asks and pays; notices, returns and confirmations come from the bank."""
    assert ("bank" if operation in TO_CLIENT else "client") == contract(operation).sender


@pytest.mark.parametrize(("name", "books", "changes", "broken"), [
    ("CFRT02", {"order": [ORDER]}, {}, set()),
    ("CFRT02", {}, {"Amt": "120000.00"}, set()),
    ("CFRT02", {"order": [ORDER]}, {"Amt": "120000.00"}, {"BD-06P"}),
    ("CFRT02", {"order": [ORDER]}, {"Cmp.CrAccNo": "6222021110000000014"}, {"BD-06P"}),
    ("CFRT02", {"order": [ORDER]}, {"Corp.CrAccName": "海门 某建设有限公司"}, set()),
    ("CFRT02", {}, {"Amt": "0.00"}, {"BD-09A"}),
    ("CFRT02", {}, {"Amt": "1200.0"}, {"BD-09"}),
    ("IBAF04", {}, {"Amt": "12020.81"}, {"BD-05F"}),
    ("IBAF04", {}, {"Cmp.Row.1.RowNo": "1"}, {"BD-05G"}),
    ("CQRA10", {}, {"Corp.EndDate": "20260531"}, {"BD-07J"}),
    ("BREC01", {"account": [ACCOUNT]}, {}, {"BD-07M"}),
])
def test_worked_requests(name: str, books: dict[str, Any], changes: dict[str, Any], broken: set[str]) -> None:
    """Requests against books worked out by hand: which promise of the sender each of them breaks."""
    assert broken == {a.promise for a in breaches(contract(name), scene(name, books, changes))}


PAYMENT = {"key": ["ZF20260601000001"], "status": "SUCCESS", "fields": {"account": "1070010400010001", "amount": "1200.00",
                                                                        "told": "no", "sent": "20260601"}}


@pytest.mark.parametrize(("name", "books", "changes", "seen"), [
    ("CFRT02", {"account": [ACCOUNT]}, {}, ReplyClass.SUCCESS),
    ("CFRT02", {"account": [ACCOUNT]}, {"Amt": "50000.01"}, ReplyClass.REFUSED),
    ("CFRT02", {"account": [{**ACCOUNT, "held": "48800.01"}]}, {}, ReplyClass.REFUSED),
    ("CFRT02", {"account": [{**ACCOUNT, "held": "48800.00"}]}, {}, ReplyClass.SUCCESS),
    ("CNTR01", {"payment": [PAYMENT]}, {"Amt": "1199.99"}, ReplyClass.REFUSED),
    ("CNTR01", {"payment": [PAYMENT]}, {}, ReplyClass.SUCCESS),
    ("CNTR01", {"payment": [{**PAYMENT, "status": "FAILED"}]}, {}, ReplyClass.REFUSED),
    ("CNTS01", {"payment": [PAYMENT]}, {"Cmp.TransSts": "FAILED"}, ReplyClass.REFUSED),
    ("CNTS01", {"payment": [{**PAYMENT, "status": "RETURNED"}]}, {}, ReplyClass.SUCCESS),
    ("CQRT04", {"payment": [PAYMENT]}, {"Corp.EndDate": "20260531", "Corp.StartDate": "20260501"}, ReplyClass.REFUSED),
    ("CQRT04", {}, {}, ReplyClass.REFUSED),
])
def test_worked_states(name: str, books: dict[str, Any], changes: dict[str, Any], seen: ReplyClass) -> None:
    """Requests against books worked out by hand: what an honest side answers."""
    assert seen in expect(contract(name), scene(name, books, changes).books, scene(name, books, changes)).firm  # type: ignore[arg-type]


@pytest.mark.parametrize(("day", "broken"), [("20260601", set()), ("20260602", {"BD-04E"})])
def test_a_return_is_booked_on_its_own_day(day: str, broken: set[str]) -> None:
    """BD-04E: the line of a return may not lie before the day on which the payment came back."""
    rule = next(r for r in contract("CQRA10").rules if r.id == "BD-04E")
    here = scene("CQRA10", {"payment": [{**PAYMENT, "status": "RETURNED", "fields": {**PAYMENT["fields"], "returned": day}}]},  # type: ignore[dict-item]
                 {"Cmp.Detail.0.DcFlag": "C"}, reply=True)
    row = here.reply["Cmp"]["Detail"][0]  # type: ignore[index]
    assert rule.holds is not None
    assert (not broken) is rule.holds(here.at(row=row, index=0))


def test_our_own_answer_about_a_batch_adds_up() -> None:
    """Where Kanhe plays the bank, the head of IBAQ06 is worked out from its rows: one paid, one failed."""
    books = {"pay_batch": [{"key": ["DF20260610000001"], "fields": {"count": "2", "total": "12020.80", "asked": "20260610093000"}}],
             "wage": [{"key": ["DF20260610000001", str(n)], "status": status,
                       "fields": {"batch": "DF20260610000001", "row": str(n), "payee": "6222021110000000006", "amount": amount}}
                      for n, status, amount in ((1, "SUCCESS", "5220.30"), (2, "FAILED", "6800.50"))]}
    told = answer(contract("IBAQ06"), Books.of(books), copy(contract("IBAQ06").specimen_request), draw=Draw(1, Counter(1)),
                  now="20260610093200", parameters=catalogue().parameters)
    cmp = told.reply["Cmp"]
    assert ("1", "5220.30", "1", "6800.50", "0", "0.00") == tuple(
        cmp[f"{part}{what}"] for part in ("Succ", "Fail", "Pend") for what in ("Num", "Amt"))
    assert "FINAL" == cmp["BatchSts"]
