"""Land proceeds set aside and paid out against the interface document (1.1 L6): complete, clean, and of one opinion with fen counted by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
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
FAMILY = "land_appropriation"
DOCUMENT = ROOT / "docs/defects-land-appropriation.md"
UNPLANTED = {"LAND-65A", "LAND-65B", "LAND-65C", "LAND-65D", "LAND-65F", "LAND-65G", "LAND-65I", "LAND-63A", "LAND-64A", "LAND-64M", "LAND-64N"}


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of L6 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/units" / FAMILY).glob("*.yaml"))
    assert {"LAND-61", "LAND-62", "LAND-63"} <= set(re.findall(r"\bid: (LAND-[0-9]{2})", text))


def yuan(fen: int) -> str:
    """Fen as text in yuan."""
    return f"{fen // 100}.{fen % 100:02}"


def share(net: int, rate: int) -> int:
    """A share of so many per myriad in fen, half a fen upwards, worked out with fractions."""
    exact = Fraction(net * rate, 10_000)
    whole = exact.numerator // exact.denominator
    return whole + (exact - whole >= Fraction(1, 2))


def accrue(desk: Desk, receipts: int = 65_600_000, cost: int = 0, rates: tuple[int, ...] = (1000,), **changes: Any) -> Any:
    """The status of an accrual of these per myriads, in order of the funds."""
    net = max(receipts - cost, 0)
    rows = [{"fund": fund, "rate": rate / 10_000, "amount": yuan(share(net, rate))}
            for fund, rate in zip(("EDU", "WATER", "HOUSING", "BENEFIT"), rates, strict=False)]
    body = {"body__receipts": yuan(receipts), "body__cost": yuan(cost), "body__net": yuan(net), "body__rows": rows, **changes}
    return desk.send("accrue", "status", **body)


def pay(desk: Desk, fen: int, number: str = "BF1", payee: str = "3206", show: str = "status") -> Any:
    """The answer to an appropriation out of the first pot."""
    return desk.send("appropriate", show, body__billNo=number, body__amount=yuan(fen), body__payeeAcct=payee)


def back(desk: Desk, fen: int, number: str = "TH1", bill: str = "BF1", **changes: Any) -> Any:
    """The status of a return."""
    return desk.send("give_back", "status", body__returnNo=number, body__oriBillNo=bill, body__amount=yuan(fen), **changes)


def left(desk: Desk) -> Any:
    """What is left in the first pot."""
    return desk.send("pot", "body.data.balance")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 10**12), st.lists(st.integers(0, 6000), min_size=1, max_size=4))
def test_an_accrual_is_taken_as_fractions_say(receipts: int, cost: int, rates: list[int]) -> None:
    """LAND-61: amounts worked out with fractions are taken, unless a rate is too low or all of them together are too much."""
    net = max(receipts - cost, 0)
    low = any(rate < floor for rate, floor in zip(rates, (1000, 1000, 1000, 500), strict=False))
    much = sum(share(net, rate) for rate in rates) > net
    assert ("400" if low or much else "200") == accrue(Desk(FAMILY, "treasury"), receipts, cost, tuple(rates))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 4), st.sampled_from((1, 100, 3_000_000, 6_560_000))), max_size=10))
def test_the_balance_is_what_is_counted_by_hand(moves: list[tuple[bool, int, int]]) -> None:
    """LAND-63: appropriations and returns in any order; counters kept by hand say what is taken and what is left."""
    desk, balance, bills = Desk(FAMILY, "treasury"), 6_560_000, dict[str, int]()
    assert "200" == accrue(desk)
    for serial, (out, bill, fen) in enumerate(moves):
        if out:
            number = f"BF{serial}"
            assert ("200" if fen <= balance else "422") == pay(desk, fen, number)
            if fen <= balance:
                balance, bills[number] = balance - fen, fen
        else:
            number = sorted(bills)[bill % len(bills)] if bills else "BF99"
            right = number in bills and fen <= bills[number]
            assert ("200" if right else "422" if number in bills else "404") == back(desk, fen, f"TH{serial}", number)
            if right:
                balance, bills[number] = balance + fen, bills[number] - fen
        assert yuan(balance) == left(desk)


def twice(desk: Desk) -> list[Any]:
    """Sixty out, forty back, forty back."""
    return [accrue(desk), pay(desk, 6000), back(desk, 4000), back(desk, 4000, "TH2"), left(desk)]


CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (683, lambda d: accrue(d, body__rows=[{"fund": "EDU", "rate": 0.1, "amount": "65599.99"}]), "400", "200"),
    (684, lambda d: accrue(d, rates=(6000, 6000)), "400", "200"),
    (685, lambda d: [accrue(d), accrue(d, body__accrualNo="JT2")], ["200", "422"], ["200", "200"]),
    (686, lambda d: [accrue(d), pay(d, 6_560_001)], ["200", "422"], ["200", "200"]),
    (687, lambda d: [accrue(d), pay(d, 1, payee="0112", show="body.data.route")], ["200", "INNER"], ["200", "OUTER"]),
    (688, twice, ["200", "200", "200", "422", "65580.00"], ["200", "200", "200", "200", "65620.00"]),
    (689, lambda d: [accrue(d), pay(d, 100), back(d, 100), left(d)], ["200", "200", "200", "65600.00"], ["200", "200", "200", "65599.00"]),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_treasury_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert honest == sight(Desk(FAMILY, "treasury"))
    assert flawed == sight(Desk(FAMILY, "treasury", str(number)))


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the treasury is named by a planted defect but those that are said not to be, every defect has a row."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE))
    owed = {p.id for p in planned(catalogue(), Peer(name="treasury", family=FAMILY, role="treasury", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
    for defect in mine:
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)
