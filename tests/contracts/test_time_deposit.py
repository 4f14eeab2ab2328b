"""The contracts of time deposits against the interface document: complete, clean, and right on the vectors of 4.6 and a second computation."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanhe.books.books import Books
from kanhe.books.effects import apply
from kanhe.books.predict import expect
from kanhe.contract.functions import add_months
from kanhe.contract.interest import interest_days, interest_months, whole_terms
from kanhe.contract.load import load
from kanhe.contract.promises import breaches
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import Document, copy, put
from kanhe.model.formula import Scene
from kanhe.model.words import ReplyClass
from simulators.deposit_terms import Certificate, by_days, by_months, due, priced

ROOT = Path(__file__).parents[2]
FAMILY = ROOT / "contracts/banks/time_deposit"
M50 = Decimal("50000000.00")


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT / "contracts")


def contract(name: str) -> Contract:
    """One contract of the family."""
    return catalogue().contracts[f"time_deposit.{name}"]


def scene(name: str, books: dict[str, Any], changes: dict[str, Any], *, now: str = "20260601093000") -> Scene:
    """The specimen with changes, in these books."""
    document: Document = copy(contract(name).specimen_request)
    for path, node in changes.items():
        put(document, path, node)
    reply = copy(contract(name).specimen_reply)
    return Scene(request=document, reply=reply, now=now, parameters=catalogue().parameters, books=Books.of(books))


# ---- 4.6: interest and terms -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "months", "interest"), [("1.75", 12, "875000.00"), ("1.10", 3, "137500.00")])
def test_published_interest_by_months(rate: str, months: int, interest: str) -> None:
    """4.6: 50 million for whole months."""
    assert Decimal(interest) == interest_months(M50, Decimal(rate), months)
    assert Decimal(interest) == Decimal(by_months(5_000_000_000, Decimal(rate), months)) / 100


@pytest.mark.parametrize(("amount", "rate", "days", "interest"), [
    ("50000000.00", "1.75", 365, "887152.78"), ("50000000.00", "1.10", 92, "140555.56"), ("50000000.00", "0.10", 47, "6527.78"),
    ("20000000.00", "0.10", 125, "6944.44"), ("30000000.00", "0.10", 3, "250.00"),
])
def test_published_interest_by_days(amount: str, rate: str, days: int, interest: str) -> None:
    """4.6: actual days over 360; the document's other results, over 365, are those of a wrong bank."""
    assert Decimal(interest) == interest_days(Decimal(amount), Decimal(rate), days)


def test_published_wrong_results_are_not_ours() -> None:
    """4.6: over 365 the same deposits earn 875,000.00 and 6,438.36."""
    assert Decimal("6438.36") == Decimal(by_days(5_000_000_000, Decimal("0.10"), "20260101", "20260217", year=365)) / 100
    assert interest_days(M50, Decimal("0.10"), 47) != Decimal("6438.36")


@pytest.mark.parametrize(("since", "months", "end", "days"), [
    ("20251130", 3, "20260228", 90), ("20250831", 6, "20260228", 181), ("20240229", 12, "20250228", 365), ("20251231", 2, "20260228", 59),
])
def test_published_ends_of_terms(since: str, months: int, end: str, days: int) -> None:
    """4.6: the end of the month where it lacks the day; both implementations."""
    assert end == add_months(since, months) == due(since, months)
    assert days == (moment(end) - moment(since)).days


def moment(text: str) -> date:
    """yyyyMMdd."""
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


AMOUNTS = st.integers(1, 10**13).map(lambda fen: Decimal(fen).scaleb(-2))
RATES = st.integers(0, 9_999_999).map(lambda micro: Decimal(micro).scaleb(-6))


def exact(value: Fraction) -> Decimal:
    """A fraction of yuan to the fen, half up, by whole numbers."""
    return Decimal((value * 100 + Fraction(1, 2)).__floor__()).scaleb(-2)


@given(AMOUNTS, RATES, st.integers(0, 2000), st.integers(0, 120))
def test_interest_is_the_exact_fraction(amount: Decimal, rate: Decimal, days: int, months: int) -> None:
    """DEP-31, DEP-36: against fractions, for any amount and rate."""
    share = Fraction(amount) * Fraction(rate)
    assert exact(share * days / 36000) == interest_days(amount, rate, days)
    assert exact(share * months / 1200) == interest_months(amount, rate, months)


@given(AMOUNTS, AMOUNTS, RATES, st.integers(0, 2000))
def test_interest_grows_with_days_and_adds_up(left: Decimal, right: Decimal, rate: Decimal, days: int) -> None:
    """DEP-37: never negative, never less for a day more, and two parts earn what the whole earns, to a fen for each part."""
    whole = interest_days(left + right, rate, days)
    assert 0 <= whole <= interest_days(left + right, rate, days + 1)
    assert abs(interest_days(left, rate, days) + interest_days(right, rate, days) - whole) <= Decimal("0.02")


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.sampled_from([3, 6, 12, 24, 36, 60]), st.integers(0, 4000))
def test_whole_terms_are_counted_one_by_one(since: date, months: int, after: int) -> None:
    """A term is over on its day of maturity: the same number as counting ends of terms."""
    day, passed = since + timedelta(days=after), 0

    def end(number: int) -> date:
        year, month = divmod(since.year * 12 + since.month - 1 + months * number, 12)
        return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))

    while end(passed + 1) <= day:
        passed += 1
    assert passed == whole_terms(since, months, day)


@pytest.mark.parametrize("wrong", [lambda: interest_days(M50, Decimal(1), -1), lambda: interest_months(M50, Decimal(1), -1),
                                   lambda: interest_months(M50, Decimal(1), Decimal("1.5")),
                                   lambda: whole_terms(date(2026, 1, 2), 3, date(2026, 1, 1)), lambda: whole_terms(date(2026, 1, 1), 0, date(2026, 1, 1))])
def test_what_has_no_interest_is_an_error(wrong: Any) -> None:
    """Negative days, parts of months, days before the beginning."""
    with pytest.raises(ValueError):
        wrong()


# ---- the contracts -----------------------------------------------------------------------------------------------


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds."""
    from kanhe.run.lint.lint import lint

    assert [] == [str(p) for p in lint(catalogue()) if "time_deposit" in p.at.file and not p.note]


def test_every_rule_of_the_document_has_an_id() -> None:
    """D1, D2 and D4 of the document: every rule is there, whole or split by letters."""
    known = set(re.findall(r"\bid: (DEP-[0-9]{2})", "\n".join(p.read_text("utf-8") for p in FAMILY.glob("*.yaml"))))
    assert {f"DEP-{n:02}" for n in (*range(1, 6), *range(11, 17), *range(31, 40))} <= known


ACCOUNT = {"key": ["3200010400010001"], "status": "NORMAL", "balance": "900000000.00",
           "fields": {"name": "南通市财政局", "current": "3200010400010002", "collect": "3200010400010003"}}
OTHERS = [{"key": [f"320001040001000{n}"], "status": "NORMAL", "balance": "0.00"} for n in (2, 3)]
LISTED = [{"key": [term], "fields": {"rate": rate}} for term, rate in (("03", "1.10"), ("06", "1.35"), ("12", "1.75"))]
TERMS = [(since, months, rate, auto, today) for since, months, rate in
         (("20260115", 12, "1.75"), ("20250831", 6, "1.35"), ("20251130", 3, "1.10"), ("20241231", 12, "1.437500"))
         for auto in ("0", "1") for today in ("20260520", "20260228", "20270115", "20270118")]


@pytest.mark.parametrize(("since", "months", "rate", "auto", "today"), TERMS)
def test_what_a_withdrawal_does_is_what_the_bank_would_do(since: str, months: int, rate: str, auto: str, today: str) -> None:
    """The effects in the YAML and the second computation agree on every fen, early, on the day, late, and renewed."""
    cert = {"key": ["CD2025000001"], "status": "ACTIVE", "balance": "50000000.00", "fields": {
        "payer": "3200010400010001", "collect": "3200010400010003", "months": f"{months:02}", "rate": rate, "since": since,
        "due": add_months(since, months), "auto": auto, "parted": "0", "current": "3200010400010002", "name": "南通市财政局"}}
    here = scene("withdraw", {"certificate": [cert], "account": [ACCOUNT, *OTHERS], "listed": LISTED}, {"body.date": today}, now=f"{today}093000")
    after, _ = apply(contract("withdraw"), here.books, here)  # type: ignore[arg-type]
    listed = next(Decimal(x["fields"]["rate"]) for x in LISTED if x["key"] == [f"{months:02}"])  # type: ignore[index]
    told = priced(Certificate(number="C", fixed="F", payer="P", name="N", current="K", collect="Z", months=months, rate=Decimal(rate),
                              since=since, auto=auto == "1"), 5_000_000_000, today, listed)
    assert Decimal(told.fen) / 100 == after.balance("account", ("3200010400010003",))
    assert Decimal("950000000.00") == after.balance("account", ("3200010400010001",))
    assert (Decimal(0), "PAID") == (after.balance("certificate", ("CD2025000001",)), after.status("certificate", ("CD2025000001",)))
    assert told.rate == after.field("certificate", ("CD2025000001",), "applied")


def test_the_story_of_the_document() -> None:
    """4.6: 50 million from 2026-01-15; 20 million drawn on 2026-05-20 earn 6,944.44; the other 30 million 525,000.00, and 250.00 for 3 days."""
    cert = {"key": ["CD2025000001"], "status": "ACTIVE", "balance": "50000000.00", "fields": {
        "payer": "3200010400010001", "collect": "3200010400010003", "months": "12", "rate": "1.75", "since": "20260115", "due": "20270115",
        "auto": "0", "parted": "0", "current": "3200010400010002", "name": "南通市财政局"}}
    first = scene("withdraw", {"certificate": [cert], "account": [ACCOUNT, *OTHERS], "listed": LISTED}, {
        "body.kind": "PARTIAL", "body.amount": "20000000.00", "body.date": "20260520"}, now="20260520093000")
    put(first.reply, "body.data.newCertNo", "CD2")  # type: ignore[arg-type]
    books, _ = apply(contract("withdraw"), first.books, first)  # type: ignore[arg-type]
    assert Decimal("6944.44") == books.balance("account", ("3200010400010003",))
    second = scene("withdraw", {}, {"body.certNo": "CD2", "body.amount": "30000000.00", "body.date": "20270118"}, now="20270118093000")
    books, _ = apply(contract("withdraw"), books, Scene(request=second.request, reply=second.reply, now=second.now, parameters=second.parameters, books=books))
    assert Decimal("532194.44") == books.balance("account", ("3200010400010003",))
    assert "DRAWN" == books.status("certificate", ("CD2025000001",))


CERT = {"payer": "3200010400010001", "collect": "3200010400010003", "months": "12", "rate": "1.75", "since": "20250601", "due": "20260601",
        "auto": "0", "parted": "0"}
YOUNG = {"since": "20260115", "due": "20270115"}
PART = {"body.kind": "PARTIAL", "body.amount": "20000000.00"}


@pytest.mark.parametrize(("status", "fields", "changes", "now", "seen"), [
    ("ACTIVE", {}, {}, "20260601093000", ReplyClass.SUCCESS),
    ("ACTIVE", {}, {}, "20260602093000", ReplyClass.REFUSED),
    ("ACTIVE", {}, {"body.date": "20260606"}, "20260606093000", ReplyClass.REFUSED),
    ("PLEDGED", {}, {}, "20260601093000", ReplyClass.REFUSED),
    ("ROLLED", {}, {}, "20260601093000", ReplyClass.REFUSED),
    ("ACTIVE", {}, {"body.amount": "49999999.99"}, "20260601093000", ReplyClass.REFUSED),
    ("ACTIVE", {}, PART, "20260601093000", ReplyClass.REFUSED),
    ("ACTIVE", YOUNG, PART, "20260601093000", ReplyClass.SUCCESS),
    ("ACTIVE", {**YOUNG, "parted": "1"}, PART, "20260601093000", ReplyClass.REFUSED),
    ("ACTIVE", YOUNG, {**PART, "body.amount": "49990000.00"}, "20260601093000", ReplyClass.SUCCESS),
    ("ACTIVE", YOUNG, {**PART, "body.amount": "49990000.01"}, "20260601093000", ReplyClass.REFUSED),
    ("ACTIVE", {}, {"body.kind": "ROLLOVER"}, "20260601093000", ReplyClass.SUCCESS),
    ("ACTIVE", YOUNG, {"body.kind": "ROLLOVER"}, "20260601093000", ReplyClass.REFUSED),
])
def test_worked_withdrawals(status: str, fields: dict[str, str], changes: dict[str, Any], now: str, seen: ReplyClass) -> None:
    """Withdrawals against books worked out by hand, one of them on a Saturday: what an honest bank answers."""
    cert = {"key": ["CD2025000001"], "status": status, "balance": "50000000.00", "fields": {**CERT, **fields}}
    here = scene("withdraw", {"certificate": [cert], "listed": LISTED}, changes, now=now)
    assert seen in expect(contract("withdraw"), here.books, here).firm  # type: ignore[arg-type]


def bid(bank: str, rate: str, amount: str, awarded: str) -> dict[str, Any]:
    """One row of a tender."""
    return {"bankNo": bank, "rate": Decimal(rate), "amount": amount, "awarded": awarded}


@pytest.mark.parametrize(("changes", "broken"), [
    ({}, set()),
    ({"body.pledge.faceValue": "21000000.00"}, set()),
    ({"body.pledge.faceValue": "20999999.99"}, {"DEP-03"}),
    ({"body.pledge.kind": "地方债", "body.pledge.faceValue": "22999999.99"}, {"DEP-03"}),
    ({"body.pledge.kind": "地方债", "body.pledge.faceValue": "23000000.00"}, set()),
    ({"body.publishDate": "20260529"}, set()),
    ({"body.publishDate": "20260530"}, set()),
    ({"body.publishDate": "20260601"}, {"DEP-05"}),
    ({"body.depositDate": "20260606"}, {"DEP-05"}),
    ({"body.minBidUnit": "3000000.00"}, {"DEP-01C"}),
    ({"body.bids.0.awarded": "19999999.99"}, {"DEP-01A"}),
    ({"body.bids.1.amount": "51000000.00", "body.bids.1.awarded": "51000000.00"}, {"DEP-02"}),
    ({"body.bids": [bid("313306000019", "1.5", "50000000.00", "50000000.00"), bid("313306000027", "1.5", "50000000.00", "50000000.00"),
                    bid("313306000035", "1.6", "50000000.00", "50000000.00"), bid("313306000043", "1.4", "50000000.00", "40000000.00"),
                    bid("313306000051", "1.3", "50000000.00", "10000000.00")], "body.pledge.faceValue": "60000000.00"}, {"DEP-01B"}),
    ({"body.termMonths": "3"}, {"DEP-10C"}),
    ({"body.amount": "2.0E8"}, {"DEP-10B"}),
])
def test_worked_tenders(changes: dict[str, Any], broken: set[str]) -> None:
    """Results of tenders worked out by hand: which promise each of them breaks."""
    assert broken == {a.promise for a in breaches(contract("tender"), scene("tender", {}, changes))}
