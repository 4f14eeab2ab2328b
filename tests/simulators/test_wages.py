"""The simulated bank that pays wages, whatever it is told in whatever order: money is conserved, and nobody is paid twice for a month."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators import personnel
from simulators.wage_bank import Row
from simulators.world import World, invariants

NOW = "20260601093000"
HOME, OTHER = "313306000019", "102306000125"
CARDS = {"6222021110000000006": ("张建国", HOME, "NORMAL"), "6222021110000000014": ("李秀兰", HOME, "CLOSED"),
         "6228480390000000005": ("阿依努尔", OTHER, "NORMAL"), "6228480390000000021": ("陈曦", OTHER, "CLOSED")}
SEEDS: dict[str, Any] = {
    "home": [{"key": [HOME], "fields": {"number": HOME}}],
    "card": [{"key": [n], "status": s, "fields": {"number": n, "name": name, "bank": bank}} for n, (name, bank, s) in CARDS.items()]}
PEOPLE = ("P1", "P2", "P3")
OPENING = 10_000_000


def told(world: World, name: str, values: dict[str, Value], *rows: dict[str, Value]) -> Step:
    """A behaviour by name."""
    command = Command(operation=name, values=values, rows=rows, now=NOW)
    step: Step = getattr(personnel, name)(world, command)
    return step


def after(world: World, name: str, values: dict[str, Value], *rows: dict[str, Value]) -> World:
    """The world after a behaviour."""
    found: World = told(world, name, values, *rows).world
    return found


def opened() -> World:
    """A bank with one account of 100,000 yuan."""
    return after(personnel.start("bank", SEEDS, NOW), "open_payer", {"account": "A", "account_name": "局", "opening": Decimal(OPENING).scaleb(-2)})


def payee(person: str, card: str, fen: int, number: int) -> dict[str, Value]:
    """One row under the name that belongs to the card."""
    name, bank, _ = CARDS[card]
    return {"wage_row": number, "person_id": person, "person_name": name, "card": card, "payee_bank": bank, "net_pay": Decimal(fen).scaleb(-2)}


COMMON: dict[str, Value] = {"account": "A", "account_name": "局", "pay_day": "20260603"}
ROWS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(CARDS)), st.integers(0, 900_000)), min_size=1, max_size=3,
                unique_by=lambda one: one[0])
STEPS = st.lists(st.one_of(
    st.tuples(st.just("pay_wages"), st.integers(1, 3), ROWS),
    st.tuples(st.just("repay_wage"), st.integers(1, 3), st.tuples(st.integers(1, 3), st.integers(1, 3), st.sampled_from(sorted(CARDS)))),
    st.tuples(st.sampled_from(["run_own_cards", "run_other_cards"]), st.integers(1, 3), st.booleans()),
    st.tuples(st.just("bounce_wage"), st.integers(1, 3), st.integers(1, 3))), min_size=1, max_size=25)


def played(world: World, step: tuple[str, int, Any]) -> World:
    """The world after one step, whether it was granted or not."""
    name, number, more = step
    if name == "pay_wages":
        rows = [payee(person, card, fen, n) for n, (person, card, fen) in enumerate(more, 1)]
        total = Decimal(sum(fen for *_, fen in more)).scaleb(-2)
        head: dict[str, Value] = {"wage_batch": f"DF{number}", "salary_month": "202606", "wage_kind": "1", "total_amount": total}
        return after(world, name, {**COMMON, **head}, *rows)
    if name == "repay_wage":
        original, row, card = more
        known = world.find("batch", f"DF{original}")
        found: Row | None = known.row(row) if known is not None else None
        person, fen = (found.person, found.amount_fen) if found is not None else ("P1", 1)
        return after(world, name, {**COMMON, **payee(person, card, fen, row), "repay_batch": f"R{number}", "wage_batch": f"DF{original}"})
    if name == "bounce_wage":
        return after(world, name, {"wage_batch": f"DF{number}", "wage_row": more, "wage_reason": "R03"})
    return after(world, name, {"wage_batch": f"{'R' if more else 'DF'}{number}"})


@settings(max_examples=200)
@given(STEPS)
def test_money_is_conserved_and_nobody_is_paid_twice(steps: list[tuple[str, int, Any]]) -> None:
    """After every step: the books balance, the account has what was neither paid nor is under way, each person has one living wage at most."""
    world = opened()
    for step in steps:
        world = played(world, step)
        assert [] == invariants(world)
        rows = [row for batch in world.all("batch") for row in batch.rows]
        out = sum(row.amount_fen for row in rows if row.state in "AIS")
        assert OPENING - out == world.ledger.balance("acct:A")
        living = Counter(row.person for row in rows if row.state in "AIS")
        assert all(count == 1 for count in living.values()), living


def test_the_walk_reaches_a_repayment() -> None:
    """What the walk is made of leads to a wage that came back and was paid once more."""
    world = opened()
    for step in (("pay_wages", 1, [("P1", "6228480390000000005", 500_000)]), ("run_own_cards", 1, False), ("run_other_cards", 1, False),
                 ("bounce_wage", 1, 1), ("repay_wage", 1, (1, 1, "6222021110000000006")), ("run_own_cards", 1, True)):
        world = played(world, step)
    told_of = told(world, "paid_person", {"person_id": "P1", "salary_month": "202606", "wage_kind": "1"}).values
    assert ("PAID", Decimal("5000.00"), "R1", 2) == tuple(told_of[name] for name in ("pay_state", "paid_amount", "wage_batch", "count"))
