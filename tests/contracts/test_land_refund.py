"""Refunds of land proceeds against the interface document (1.1 L5): complete, clean, and of one opinion with fen counted by hand."""

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
FAMILY = "land_refund"
DOCUMENT = ROOT / "docs/defects-land-refund.md"
UNPLANTED = {"LAND-55A", "LAND-55B", "LAND-55C", "LAND-55N"}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of L5 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/banks" / FAMILY).glob("*.yaml"))
    assert {f"LAND-{n}" for n in range(51, 55)} <= set(re.findall(r"\bid: (LAND-[0-9]{2})", text))


def yuan(fen: int) -> str:
    """Fen as text in yuan."""
    return f"{fen // 100}.{fen % 100:02}"


def paid(desk: Desk, fen: int = 60_000, number: str = "JK2026000001", **changes: str) -> Desk:
    """A payment book of so many fen comes in."""
    desk.cause("receipt_booked", voucherNo=number, amount=yuan(fen), **changes)
    return desk


def reversed_(desk: Desk) -> Desk:
    """The payment book is taken back."""
    desk.cause("receipt_reversed")
    return desk


def refund(desk: Desk, fen: int = 60_000, number: str = "TF1", **changes: Any) -> Any:
    """The status of a refund."""
    return desk.send("refund", "status", body__VoucherNo=number, body__PayAmt=yuan(fen), **changes)


def back(desk: Desk, fen: int = 60_000, number: str = "TT1", of: str = "TF1", **changes: Any) -> Any:
    """The status of a return."""
    return desk.send("bounce", "status", body__VoucherNo=number, body__OriBillNo=of, body__PayAmt=yuan(fen), **changes)


def left(desk: Desk) -> Any:
    """What may still be given back."""
    return desk.send("refundable", "body.data.refundable")


MOVES = st.lists(st.tuples(st.sampled_from(("paid", "refund", "back", "again")), st.integers(0, 3), st.sampled_from((1, 600, 60_000))), max_size=12)


@settings(max_examples=25, deadline=None)
@given(MOVES)
def test_what_may_be_given_back_is_counted_by_hand(moves: list[tuple[str, int, int]]) -> None:
    """LAND-51, LAND-54: payments, refunds, returns and returns once more in any order; counters kept by hand say what is taken and left."""
    desk, balance, refunds, gone = paid(Desk(FAMILY, "finance")), 60_000, dict[str, int](), set[str]()
    for serial, (what, which, fen) in enumerate(moves):
        chosen = sorted(refunds)[which % len(refunds)] if refunds else ""
        if what == "paid":
            paid(desk, fen, f"JK{serial}")
            balance += fen
        elif what == "refund":
            assert ("200" if fen <= balance else "422") == refund(desk, fen, f"TF{serial}")
            if fen <= balance:
                balance, refunds[f"TF{serial}"] = balance - fen, fen
        elif chosen:
            told = refunds[chosen] if what == "back" else fen
            right = chosen not in gone and told == refunds[chosen]
            for _ in range(2):  # delivered twice, restored once
                assert ("200" if right else "422") == back(desk, told, f"TT{serial}", chosen)
            if right:
                balance += told
                gone.add(chosen)
        assert yuan(balance) == left(desk)


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (791, lambda d: refund(paid(d), 60_001), "422", "200"),
    (792, lambda d: refund(paid(d), body__IncomeSortCode="103014802"), "422", "200"),
    (793, lambda d: [refund(paid(d), body__ReturnReasonCode=None), refund(d, 0, "TF2")], ["400", "400"], ["200", "200"]),
    (794, lambda d: refund(paid(d), body__ContractNo="3206002026B00099999"), "404", "200"),
    (795, lambda d: refund(paid(d), body__PayeeAcctNo="3206020104000002"), "422", "200"),
    (796, lambda d: [refund(paid(d)), back(d), back(d, number="TT2"), left(d)], ["200", "200", "422", "600.00"], ["200", "200", "200", "1200.00"]),
    (797, lambda d: [refund(paid(d)), back(d, body__OriVouDate="20260531")], ["200", "404"], ["200", "200"]),
    (798, lambda d: [refund(paid(d)), refund(d, 1)], ["200", "409"], ["200", "200"]),
    (799, lambda d: [refund(paid(d)), back(d), left(d)], ["200", "200", "600.00"], ["200", "200", "0.00"]),
    (890, lambda d: left(reversed_(paid(d))), "0.00", "600.00"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_office_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk(FAMILY, "finance"))
    assert flawed == sight(Desk(FAMILY, "finance", str(number)))


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the office is named by a planted defect but those that are said not to be, every defect has a row."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY and not hasattr(d, "LINKAGE")]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE))
    owed = {p.id for p in planned(catalogue(), Peer(name="finance", family=FAMILY, role="finance", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
    assert [d.NUMBER for d in mine] == [number for number, *_ in CASES] == [int(number) for number in rows]
    for defect in mine:
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)
