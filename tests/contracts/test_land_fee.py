"""Fee sources against the interface document (1.1 L2): complete, clean, and of one opinion with versions and fen kept by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
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
FAMILY = "land_fee"
DOCUMENT = ROOT / "docs/defects-land-fee.md"
UNPLANTED = {"LAND-26A", "LAND-26B", "LAND-26C", "LAND-26M", "LAND-26N"}
PRICE = 13_045_678_912  # fen; 13045.678912 万元
FEE = "3206002026000001"


def test_contracts_are_clean() -> None:
    """Every file loads, every pair and specimen holds, and every rule of L2 has an id."""
    assert [] == [str(p) for p in lint(catalogue()) if FAMILY in p.at.file and not p.note]
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "contracts/units" / FAMILY).glob("*.yaml"))
    assert {f"LAND-{n}" for n in range(21, 26)} <= set(re.findall(r"\bid: (LAND-[0-9]{2})", text))


def yuan(fen: int) -> str:
    """Fen as text in yuan."""
    return f"{fen // 100}.{fen % 100:02}"


def wan(fen: int) -> str:
    """Fen as text in 万元: six more digits behind the point, the last zeros left out."""
    return f"{fen // 1_000_000}.{fen % 1_000_000:06}".rstrip("0").rstrip(".")


def market(desk: Desk, start: int = PRICE - 700_000_000, step: int = 100_000_000, price: int = PRICE, lot: str = "CR2026001") -> Any:
    """The status of a deal of the market, all in fen."""
    return desk.send("market_result", "status", body__zdBh=lot, body__qsj=wan(start), body__jjFd=wan(step), body__cjJg=wan(price))


def fee(desk: Desk, version: int = 1, amounts: tuple[int, ...] = (PRICE // 2, 3_913_703_674), days: tuple[int, ...] = (28, 182), *,
        total: int = PRICE, number: str = FEE, codes: tuple[str, ...] = (), show: str = "status", **changes: Any) -> Any:
    """The answer to a fee source: instalments of so many fen, so many days after the contract of 2026-06-01; the margin is the rest."""
    rows = [{"no": n + 1, "dueDate": f"{date(2026, 6, 1) + timedelta(days=day):%Y%m%d}", "amount": yuan(fen),
             "payCode": codes[n] if codes else f"{number}{n + 1:04}"} for n, (fen, day) in enumerate(zip(amounts, days, strict=True))]
    return desk.send("push", show, **{"body__feeSourceNo": number, "body__version": version, "body__totalPrice": yuan(total),
                                      "body__marginOffset": yuan(total - sum(amounts)), "body__installments": rows, **changes})


def pay(desk: Desk, fen: int, n: int = 1) -> None:
    """So many fen are received by the code of an instalment."""
    desk.cause("receipt_booked", payCode=f"{FEE}{n:04}", amount=yuan(fen))


def taken_back(desk: Desk, n: int, fen: int) -> Desk:
    """What a code received is reversed."""
    desk.cause("receipt_reversed", payCode=f"{FEE}{n:04}", amount=yuan(fen))
    return desk


def cancel(desk: Desk, version: int = 1) -> Any:
    """The status of giving it up."""
    return desk.send("cancel", "status", body__version=version)


def seen(desk: Desk, show: str) -> Any:
    """A part of what is told of the fee source."""
    return desk.send("fee", f"body.data.{show}")


def stock(desk: Desk, *receipts: tuple[int, int]) -> Desk:
    """A deal and a fee source of two instalments, with receipts."""
    assert ["200", "200"] == [market(desk), fee(desk)]
    for fen, n in receipts:
        pay(desk, fen, n)
    return desk


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 10**13), st.integers(1, 10**9), st.integers(0, 50), st.sampled_from((0, 0, 1, -1)), st.sampled_from(("11", "12", "13", "20")))
def test_prices_of_six_decimals_of_wan_fit_to_the_fen(start: int, step: int, steps: int, off: int, mode: str) -> None:
    """LAND-22, LAND-25: a deal in 万元 and a price in yuan, both written from whole fen by hand; one fen beside the step is refused."""
    desk, total = Desk(FAMILY, "finance"), start + step * steps + off
    assert "200" == market(desk, start, step, start + step * steps)
    fits = total >= start and (mode in ("11", "20") or (total - start) % step == 0)
    assert ("200" if fits else "422") == fee(desk, amounts=(total,), days=(28,), total=total, body__supplyMode=mode)
    if fits:
        assert [yuan(total), yuan(start + step * steps)] == [seen(desk, "totalPrice"), seen(desk, "dealPrice")]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, PRICE // 4), st.integers(0, 400)), min_size=1, max_size=4))
def test_instalments_are_taken_as_a_calendar_by_hand_says(rows: list[tuple[int, int]]) -> None:
    """LAND-21: later and later, the last within 365 days of 2026-06-01, a half within the thirty days of June."""
    desk, days, amounts = Desk(FAMILY, "finance"), tuple(day for _, day in rows), tuple(fen for fen, _ in rows)
    assert "200" == market(desk)
    soon = PRICE - sum(fen for fen, day in rows if day > 30)
    right = list(days) == sorted(set(days)) and days[-1] <= 365 and 2 * soon >= PRICE
    assert ("200" if right else "400") == fee(desk, amounts=amounts, days=days)


MOVES = st.lists(st.one_of(
    st.tuples(st.just("push"), st.integers(-1, 2), st.sets(st.integers(1, 3), min_size=1)), st.tuples(st.just("pay"), st.integers(1, 3), st.just({0})),
    st.tuples(st.just("cancel"), st.integers(-1, 1), st.just({0}))), max_size=8)


@settings(max_examples=25, deadline=None)
@given(MOVES)
def test_versions_and_receipts_are_as_kept_by_hand(moves: list[tuple[str, int, set[int]]]) -> None:
    """LAND-23, LAND-24: changes with any of the first instalments, receipts, giving up; a dictionary kept by hand says what is taken."""
    desk, version, codes, came, dead = Desk(FAMILY, "finance"), 0, set[int](), dict[int, int](), False
    used = set[int]()
    assert "200" == market(desk)
    for serial, (what, by, named) in enumerate(moves):
        told = version + by
        if what == "push" and told > version:
            rows = set(range(1, max(named) + 1))
            wrong = ("409" if told != version + 1 else "422" if dead or (rows & used) - codes or came.keys() - rows else "200")
            assert wrong == fee(desk, told, (1_000,) * len(rows), tuple(sorted(rows)), body__payerName=f"甲{serial}")
            if wrong == "200":
                version, codes, used = told, rows, used | rows
        elif what == "pay" and by in codes and not dead and by not in came:
            pay(desk, 600, by)
            came[by] = 600
        elif what == "cancel" and version and not dead:
            wrong = "409" if told != version else "422" if came else "200"
            assert wrong == cancel(desk, told)
            dead = wrong == "200"
        if version:
            rows = seen(desk, "installments")
            assert {n: yuan(came.get(n, 0)) for n in codes} == {int(row["no"]): row["received"] for row in rows}
            assert [version, "CANCELLED" if dead else "ACTIVE"] == [int(seen(desk, "version")), seen(desk, "state")]


SHORT, OTHER = ((PRICE // 2,), (28,)), "3206002026000002"
CODES = (f"{FEE}0001", f"{FEE}0002")
CASES: list[tuple[int, Callable[[Desk], Any], Any, Any]] = [
    (780, lambda d: [market(d), fee(d, body__marginOffset="0.00")], ["200", "400"], ["200", "200"]),
    (781, lambda d: [market(d), fee(d, total=PRICE + 1)], ["200", "422"], ["200", "200"]),
    (782, lambda d: seen(stock(d), "dealPrice"), "130456789.12", "130456789.00"),
    (783, lambda d: [fee(stock(d), 3), cancel(d, 2)], ["409", "409"], ["200", "200"]),
    (784, lambda d: [fee(stock(d), body__payerName="甲"), market(d, step=1)], ["409", "409"], ["200", "200"]),
    (785, lambda d: fee(stock(d), number=OTHER, codes=CODES), "422", "200"),
    (786, lambda d: [cancel(stock(d)), fee(d, number=OTHER, codes=CODES)], ["200", "422"], ["200", "200"]),
    (787, lambda d: fee(stock(d, (1, 2)), 2, *SHORT), "422", "200"),
    (788, lambda d: [cancel(stock(d, (1, 2))), seen(d, "state")], ["422", "ACTIVE"], ["200", "ACTIVE"]),
    (789, lambda d: [fee(stock(d, (1, 2)), 2), seen(d, "installments.1.received")], ["200", "0.01"], ["200", "0.00"]),
    (790, lambda d: [fee(stock(d), 2, show="body.data.accepted"), seen(d, "version")], [2, 2], [1, 1]),
    (888, lambda d: seen(taken_back(stock(d, (1, 2)), 2, 1), "installments.1.received"), "0.00", "0.01"),
]


@pytest.mark.parametrize(("number", "sight", "honest", "flawed"), CASES, ids=[f"d{n}" for n, *_ in CASES])
def test_the_defect_shows_and_the_honest_office_does_not_have_it(number: int, sight: Callable[[Desk], Any], honest: Any, flawed: Any) -> None:
    """The same messages, with and without the defect, are seen to differ in exactly the described way."""
    assert str(honest) == str(sight(Desk(FAMILY, "finance")))
    assert str(flawed) == str(sight(Desk(FAMILY, "finance", str(number))))


def test_every_rule_has_a_defect_that_is_told() -> None:
    """Every promise of the office is named by a planted defect but those that are said not to be, every defect has a row."""
    mine = [d for d in all_defects() if d.FAMILY == FAMILY and not hasattr(d, "LINKAGE")]
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE))
    owed = {p.id for p in planned(catalogue(), Peer(name="finance", family=FAMILY, role="finance", address="memory://")) if ":" not in p.id}
    assert UNPLANTED == owed - {rule for d in mine for rule in d.FINDS}
    assert [d.NUMBER for d in mine] == [number for number, *_ in CASES] == [int(number) for number in rows]
    for defect in mine:
        assert list(defect.FINDS) == rows[str(defect.NUMBER)].split("、"), name_of(defect)
