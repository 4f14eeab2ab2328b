"""The contracts of account approval against the interface document: complete, clean, and right on a second computation of days and digits."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as published

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.predict import expect
from kanhe.contract.calendar import add_working_days
from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, get, put
from kanhe.model.formula import Absent, Scene
from kanhe.model.words import ReplyClass
from simulators.account_bureau import last_day_to_open

ROOT = Path(__file__).parents[2]
FAMILY = ROOT / "contracts/units/account_approval"
# State Council, 2026: days off on weekdays, and weekends that are worked
OFF = {"0101", "0102", "0216", "0217", "0218", "0219", "0220", "0223", "0406", "0501", "0504", "0505", "0619", "0925", "1001", "1002",
       "1005", "1006", "1007"}
WORKED = {"0104", "0214", "0228", "0509", "0920", "1010"}


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str) -> Contract:
    """One contract of the family."""
    return catalogue().contracts[f"account_approval.{name}"]


def scene(name: str, books: dict[str, Any], changes: dict[str, Any], *, now: str = "20260601093000") -> Scene:
    """The specimen with changes (None takes a place away), in these books."""
    document: Document = copy(contract(name).specimen_request)
    for path, node in changes.items():
        if node is None:
            del get(document, path.rpartition(".")[0])[path.rpartition(".")[2]]
        else:
            put(document, path, node)
    return Scene(request=document, reply=copy(contract(name).specimen_reply), now=now, parameters=catalogue().parameters, books=Books.of(books))


def by_hand(text: str, count: int) -> str:
    """So many working days later, counted with the list above."""
    day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    while count:
        day += timedelta(days=1)
        short = f"{day:%m%d}"
        count -= (day.weekday() < 5 and short not in OFF) or short in WORKED
    return f"{day:%Y%m%d}"


@given(st.dates(date(2026, 1, 1), date(2026, 11, 20)), st.integers(0, 20))
def test_working_days_are_counted_like_by_hand(day: date, count: int) -> None:
    """ACCT-03: the language, the simulator and a list written by hand agree on every day of 2026."""
    text = f"{day:%Y%m%d}"
    assert by_hand(text, count) == add_working_days(text, count)
    assert by_hand(text, count) == last_day_to_open(text, days=count)


@pytest.mark.parametrize(("day", "count", "last"), [("20260601", 15, "20260623"), ("20260215", 1, "20260224"), ("20260930", 1, "20261008"),
                                                    ("20260508", 1, "20260509"), ("20260601", 0, "20260601")])
def test_worked_deadlines(day: str, count: int, last: str) -> None:
    """2.7: days off, and weekends that are worked; the day of the decision is not counted."""
    assert last == add_working_days(day, count)


def test_a_year_without_a_list_has_no_deadline() -> None:
    """2.7: beyond the list nothing is known, least of all that a weekday is a working day."""
    with pytest.raises(Absent):
        add_working_days("20991220", 15)


def code_of(text: str) -> str:
    """GB 32100 and GB 11714 by hand: the 17 signs of a code with the right digit of the organisation, and the check character behind."""
    alphabet, letters = "0123456789ABCDEFGHJKLMNPQRTUWXY", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    inner = text[8:16]
    rest = 11 - sum(w * letters.index(c) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), inner, strict=True)) % 11
    whole = text[:8] + inner + {10: "X", 11: "0"}.get(rest, str(rest))
    return whole + alphabet[(31 - sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(whole)) % 31) % 31]


@given(st.sampled_from(("11", "12", "13", "19")), st.sampled_from(("320600", "320613", "320614", "320685")), st.integers(0, 99_999_999))
def test_credit_codes_are_held_against_two_others(kind: str, region: str, number: int) -> None:
    """4.1: what is made by hand is right for the rule and for python-stdnum; with another last character it is wrong for both."""
    code = code_of(f"{kind}{region}{number:08d}")
    other = code[:17] + ("0" if code[17] != "0" else "1")
    assert published.is_valid(code) and not published.is_valid(other)
    assert set() == broken({"body.uscc": code})
    assert {"ACCT-11A"} == broken({"body.uscc": other})


def broken(changes: dict[str, Any]) -> set[str]:
    """Which promises an application breaks."""
    return {a.promise for a in breaches(contract("apply"), scene("apply", {}, changes))}


@pytest.mark.parametrize(("changes", "promises"), [
    ({}, set()),
    ({"body.uscc": "11320600014387024Q"}, {"ACCT-11A"}),
    ({"body.acctNature": "7", "body.accountFileType": None, "body.accountFileNo": None}, {"ACCT-02"}),
    ({"body.accountFileType": "10", "body.accountFileNo": None}, set()),
    ({"body.accountFileType": "09", "body.accountFileNo": None}, {"ACCT-02B"}),
    ({"body.accountFileType2": None}, {"ACCT-02C"}),
    ({"body.accountFileType2": "09"}, {"ACCT-02E"}),
    ({"body.accountNameFrom": "1", "body.deptHead": None}, {"ACCT-02D"}),
    ({"body.accountNameFrom": "2", "body.deptHead": None}, set()),
    ({"body.accountNameFrom": "2", "body.capitalProperty": None}, {"ACCT-02D"}),
    ({"body.acctNature": "4", "body.validUntil": "20280601"}, set()),
    ({"body.acctNature": "4", "body.validUntil": "20280602"}, {"ACCT-12A"}),
    ({"body.acctNature": "4", "body.validUntil": None}, {"ACCT-12A"}),
    ({"body.applyType": "2"}, {"ACCT-08"}),
])
def test_worked_applications(changes: dict[str, Any], promises: set[str]) -> None:
    """Applications worked out by hand: which promise each of them breaks."""
    assert promises == broken(changes)


UNIT = {"key": ["001001001"], "status": "OPEN", "fields": {"name": "南通市某局", "uscc": "11320600014387023M"}}
KEPT = {"agency": "001001001", "nature": "6", "bank": "313306000019", "busy": "", "pending": "0", "open_by": "20260601", "opened": "20250601",
        "valid": "20260701"}
OLD = {"body.openApplyNo": "KH1", "body.applyNo": "BG1"}


@pytest.mark.parametrize(("status", "balance", "fields", "changes", "seen"), [
    ("ACTIVE", "0.00", {}, {**OLD, "body.applyType": "3"}, ReplyClass.SUCCESS),
    ("DORMANT", "0.00", {}, {**OLD, "body.applyType": "3"}, ReplyClass.SUCCESS),
    ("DORMANT", "0.00", {}, {**OLD, "body.applyType": "2"}, ReplyClass.REFUSED),
    ("ACTIVE", "0.01", {}, {**OLD, "body.applyType": "3"}, ReplyClass.REFUSED),
    ("ACTIVE", "0.01", {}, {**OLD, "body.applyType": "2"}, ReplyClass.SUCCESS),
    ("ACTIVE", "0.00", {"busy": "BG0"}, {**OLD, "body.applyType": "3"}, ReplyClass.REFUSED),
    ("ACTIVE", "0.00", {}, {**OLD, "body.applyType": "2", "body.bankNo": "102306000125"}, ReplyClass.REFUSED),
    ("CLOSED", "0.00", {}, {**OLD, "body.applyType": "2"}, ReplyClass.REFUSED),
    ("ACTIVE", "0.00", {"nature": "1"}, {"body.acctNature": "1"}, ReplyClass.REFUSED),
    ("APPROVED", "0.00", {"nature": "1"}, {"body.acctNature": "1"}, ReplyClass.REFUSED),
    ("APPROVED", "0.00", {"nature": "1", "open_by": "20260529"}, {"body.acctNature": "1"}, ReplyClass.SUCCESS),
    ("REJECTED", "0.00", {"nature": "0"}, {"body.acctNature": "0"}, ReplyClass.SUCCESS),
    ("ACTIVE", "0.00", {"nature": "0"}, {"body.acctNature": "0"}, ReplyClass.REFUSED),
    ("ACTIVE", "0.00", {"nature": "3"}, {**OLD, "body.applyType": "4", "body.acctNature": "3", "body.validUntil": "20270601"}, ReplyClass.SUCCESS),
    ("ACTIVE", "0.00", {"nature": "3"}, {**OLD, "body.applyType": "4", "body.acctNature": "3", "body.validUntil": "20270602"}, ReplyClass.REFUSED),
    ("ACTIVE", "0.00", {"nature": "3"}, {**OLD, "body.applyType": "4", "body.acctNature": "3", "body.validUntil": "20260701"}, ReplyClass.REFUSED),
])
def test_worked_states(status: str, balance: str, fields: dict[str, str], changes: dict[str, Any], seen: ReplyClass) -> None:
    """Applications against books worked out by hand: what an honest bureau answers."""
    kept = {"key": ["KH1"], "status": status, "balance": balance, "fields": {**KEPT, **fields}}
    taken = fields.get("nature") in ("0", "1") and status != "REJECTED"
    seat = {"key": [fields.get("nature"), "001001001"], "fields": {"open_by": fields.get("open_by", "99991231")}}
    here = scene("apply", {"agency": [UNIT], "account": [kept], "seat": [seat] if taken else []}, changes)
    assert seen in expect(contract("apply"), here.books, here).firm  # type: ignore[arg-type]


def test_a_merger_loses_no_fen() -> None:
    """ACCT-05: two accounts of 1234.56 and 88.01 into two others; the sum over all of them stays, the old ones are closed and empty."""
    def kept(number: int, agency: str, nature: str, balance: str) -> dict[str, Any]:
        return {"key": [f"KH{number}"], "status": "ACTIVE", "balance": balance, "fields": {**KEPT, "agency": agency, "nature": nature}}

    books = {"account": [kept(1, "A", "6", "1234.56"), kept(2, "A", "2", "88.01"), kept(3, "B", "6", "100.00"), kept(4, "B", "2", "0.00")],
             "agency": [{"key": ["A"], "status": "OPEN"}, {"key": ["B"], "status": "OPEN"}]}
    rows = [{"openApplyNo": "KH1", "successor": "KH3"}, {"openApplyNo": "KH2", "successor": "KH4"}]
    here = scene("merge", books, {"body.fromAgency": "A", "body.toAgency": "B", "body.transfers": rows})
    assert ReplyClass.SUCCESS in expect(contract("merge"), here.books, here).firm  # type: ignore[arg-type]
    after, _ = apply(contract("merge"), here.books, here)  # type: ignore[arg-type]
    assert ["0.00", "0.00", "1334.56", "88.01"] == [str(after.balance("account", (f"KH{n}",))) for n in range(1, 5)]
    assert ["CLOSED", "CLOSED", "ACTIVE", "ACTIVE"] == [after.status("account", (f"KH{n}",)) for n in range(1, 5)]
    assert "MERGED" == after.status("agency", ("A",))


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "account_approval" in p.at.file and not p.note]


def test_every_rule_of_the_document_has_an_id() -> None:
    """A1 of the document: every rule is there, whole or split by letters."""
    known = set(re.findall(r"\bid: (ACCT-[0-9]{2})", "\n".join(p.read_text("utf-8") for p in FAMILY.glob("*.yaml"))))
    assert {f"ACCT-{n:02}" for n in range(1, 8)} <= known
