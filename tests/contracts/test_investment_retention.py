"""Retention money against the interface document (1.6 I5): complete, clean, and of one opinion with fen counted by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.model.event import Peer
from kanhe.run.lint.lint import lint
from kanhe.run.plan import planned
from kanhe.simulate.defects import all_defects
from tests.defects.account_desk import Desk, catalogue

ROOT = Path(__file__).parents[2]
FAMILY = "investment_retention"
UNPLANTED = {"INV-40A", "INV-40B", "INV-40C", "INV-40D", "INV-40F", "INV-40I", "INV-40L", "INV-40M", "INV-40N", "INV-41A", "INV-41N", "INV-42A",
             "INV-43M", "INV-43N", "INV-43Y", "INV-43Z", "INV-44C", "INV-44N", "INV-44S"}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of I5 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/units" / FAMILY).glob("*.yaml"))
    assert {"INV-41", "INV-42", "INV-43", "INV-44"} <= set(re.findall(r"\bid: (INV-[0-9]{2})\b", text))


def yuan(fen: int) -> str:
    """Fen as text in yuan."""
    return f"{fen // 100}.{fen % 100:02}"


def share(measured: int, rate: int) -> int:
    """So many per cent of fen, half a fen upwards, worked out with fractions."""
    exact = Fraction(measured * rate, 100)
    whole = exact.numerator // exact.denominator
    return whole + (exact - whole >= Fraction(1, 2))


def withheld(desk: Desk, *measured: int, rate: int = 3) -> int:
    """What the office takes off these payments, in fen."""
    for fen in measured:
        desk.cause("withhold", measured=yuan(fen), rate=Decimal(rate), amount=yuan(share(fen, rate)))
    return sum(share(fen, rate) for fen in measured)


def settle(desk: Desk, settled: int, kept: int, periods: int, **changes: Any) -> Any:
    """The status of a settlement."""
    return desk.send("settle", "status", body__settled=yuan(settled), body__withheld=yuan(kept), body__periods=periods, **changes)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(17, 10**10), min_size=1, max_size=5), st.integers(-400, 400), st.sampled_from((3, 5)))
def test_a_settlement_is_taken_as_fractions_say(measured: list[int], off: int, rate: int) -> None:
    """INV-41: what each period withheld, rounded alone, is taken where it is the share of the whole to a fen for each period."""
    desk = Desk(FAMILY, "finance")
    kept, settled = withheld(desk, *measured, rate=rate), max(sum(measured) + off, 0)
    fits = rate == 3 and abs(Fraction(settled * rate, 100) - kept) <= len(measured)
    assert ("200" if fits else "422") == settle(desk, settled, kept, len(measured))


MOVES = st.lists(st.tuples(st.sampled_from(("claim", "release", "guarantee")), st.sampled_from((1, 999, 1_000_333, 3_001_001))), max_size=8)


@settings(max_examples=25, deadline=None)
@given(MOVES, st.sampled_from(("20260531", "20260601")))
def test_the_cash_is_what_is_counted_by_hand(moves: list[tuple[str, int]], end: str) -> None:
    """INV-42 to INV-44: repairs, releases and a guarantee in any order; counters kept by hand say what is taken and what is left."""
    desk, cash, claimed, released, guaranteed = Desk(FAMILY, "finance"), 3_001_001, 0, 0, 0
    desk.cause("book_settled", defectEnd=end)
    for serial, (what, fen) in enumerate(moves):
        if what == "claim":
            right = fen <= cash
            told = desk.send("claim", "status", body__claimNo=f"WX{serial}", body__amount=yuan(fen))
            claimed += fen * right
        elif what == "release":
            right = fen <= cash and end < "20260601"
            told = desk.send("release", "status", body__releaseNo=f"TB{serial}", body__amount=yuan(fen))
            released += fen * right
        else:
            right = fen >= cash > 0
            told = desk.send("guarantee", "status", body__guaranteeNo=f"BH{serial}", body__amount=yuan(fen), body__validTo="20260601")
            released, guaranteed = (released + cash, fen) if right else (released, guaranteed)
        assert ("200" if right else "422") == told
        cash = 3_001_001 - claimed - released
        state = "GUARANTEED" if guaranteed else "HELD" if cash else "CLOSED"
        assert {"state": state, "withheld": "30010.01", "claimed": yuan(claimed), "released": yuan(released), "cash": yuan(cash),
                "guaranteed": yuan(guaranteed), "defectEnd": end} == desk.send("retention", "body.data")


def booked(*steps: tuple[str, dict[str, Any]], show: str = "", end: str = "20260531") -> Callable[[Desk], Any]:
    """What the last of these messages says, or then a part of the retention."""
    def sight(desk: Desk) -> Any:
        desk.cause("book_settled", defectEnd=end)
        told = [desk.send(name, "status", **changes) for name, changes in steps][-1]
        return desk.send("retention", f"body.data.{show}") if show else told

    return sight


def settled(settle_by: int, *changes: dict[str, Any], rate: int = 3, kept: int = 2002) -> Callable[[Desk], Any]:
    """The status of the last settlement of two payments of 333.50."""
    def sight(desk: Desk) -> Any:
        withheld(desk, 33_350, 33_350, rate=rate)
        return [settle(desk, settle_by, kept, 2, **change) for change in changes or ({},)][-1]

    return sight


ALL_OF_IT = {"body__amount": "30010.01"}
CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (820, settled(66_700, kept=2001), "422", "200"),
    (821, settled(66_700, rate=5, kept=3336), "422", "200"),
    (822, settled(66_900), "422", "200"),
    (823, settled(66_700), "200", "422"),
    (824, booked(("release", ALL_OF_IT), end="20260601"), "422", "200"),
    (825, booked(("claim", {}), ("release", ALL_OF_IT)), "422", "200"),
    (826, booked(("release", {"body__amount": "1.00"}), ("release", {"body__amount": "1.00"}), show="cash"), "30009.01", "30008.01"),
    (827, booked(("guarantee", {"body__amount": "30010.01", "body__validTo": "20260530"})), "422", "200"),
    (828, booked(("guarantee", ALL_OF_IT), show="cash"), "0.00", "30010.01"),
    (829, settled(66_700, {"body__months": 25, "body__defectEnd": "20260629"}), "400", "200"),
    (830, booked(("claim", {"body__amount": "30010.02"})), "422", "200"),
    (831, settled(66_700, {}, {"body__settleNo": "JS2"}), "422", "200"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_office_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk(FAMILY, "finance"))
    assert flawed == sight(Desk(FAMILY, "finance", str(number)))


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the office is named by a planted defect but those that are said not to be."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    assert [number for number, *_ in CASES] == [d.NUMBER for d in mine]
    owed = {p.id for p in planned(catalogue(), Peer(name="finance", family=FAMILY, role="finance", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
