"""The shared world: money is conserved, nothing goes below zero, forks do not see each other, the clock is given."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simulators
from simulators.clock import Clock, add_working_days, later, next_working_day, working_days_between
from simulators.ledger import Ledger, Overdrawn, faults, fen, yuan
from simulators.world import Answered, World, invariants

ACCOUNTS = ("outside", "a", "b", "c")
MOVES = st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.integers(-5, 500)), max_size=40)


@given(MOVES)
def test_books_stay_sound_whatever_is_tried(moves: list[tuple[str, str, int]]) -> None:
    """After any movements, refused ones included, the books have no fault and count only what was booked."""
    ledger, booked = Ledger(), 0
    for number, (source, target, amount) in enumerate(moves):
        try:
            ledger = ledger.move(amount, source=source, target=target, voucher=f"v{number}")
            booked += 1
        except ValueError:
            pass
    assert [] == faults(ledger)
    assert booked == len(ledger.postings)


def test_an_inner_account_is_never_overdrawn() -> None:
    """Taking one fen more than there is raises and leaves the ledger as it was."""
    ledger = Ledger().move(100, source="outside", target="a", voucher="v1")
    with pytest.raises(Overdrawn):
        ledger.move(101, source="a", target="b", voucher="v2")
    assert 100 == ledger.balance("a")


def test_faults_tell_of_books_that_postings_do_not_explain() -> None:
    """A balance changed without a posting is named."""
    ledger = Ledger().move(100, source="outside", target="a", voucher="v1")
    forged = Ledger(balances=ledger.balances.set("a", 99), postings=ledger.postings)
    assert any("a:" in fault for fault in faults(forged))
    assert any("sum" in fault for fault in faults(forged))


def test_every_posting_has_a_serial_and_a_voucher() -> None:
    """Serials run from 1 without gaps; a movement without voucher is refused."""
    ledger = Ledger()
    for number in range(1, 4):
        ledger = ledger.move(1, source="outside", target="a", voucher=f"v{number}")
    assert [1, 2, 3] == sorted(ledger.postings)
    with pytest.raises(ValueError, match="voucher"):
        ledger.move(1, source="outside", target="a", voucher="")


def test_a_fork_does_not_see_the_other() -> None:
    """Two worlds that start as one value change apart."""
    first = World(role="bank").put("thing", "1", record="a")
    second = first.put("thing", "1", record="b").put("thing", "2", record="c")
    assert ["a"] == list(first.all("thing"))
    assert ["b", "c"] == list(second.all("thing"))
    assert first.drop("thing", "9") is first


def test_counters_and_idempotency_belong_to_the_world() -> None:
    """A number is given out once per world; an answered key is found again."""
    world, one = World(role="bank").count("n")
    world, two = world.count("n")
    assert (1, 2) == (one, two)
    world = world.remember("k", "1", answered=Answered(content=("x",)))
    assert ("x",) == world.answered["k", "1"].content
    assert [] == invariants(world)


@given(st.integers(0, 10**15))
def test_fen_and_yuan_are_exact(amount: int) -> None:
    """fen(yuan(n)) is n for every amount; a fraction of a fen is refused."""
    assert amount == fen(yuan(amount))
    with pytest.raises(ValueError, match="whole"):
        fen(yuan(amount) + Decimal("0.001"))


def _workday(day: str) -> bool:
    """Monday to Friday 2026, without 16 and 17 February, with Saturday 14 February."""
    import datetime

    weekday = datetime.date(int(day[:4]), int(day[4:6]), int(day[6:])).weekday()
    return (weekday < 5 and day not in ("20260216", "20260217")) or day == "20260214"


def test_working_days_follow_the_given_calendar() -> None:
    """Holidays and make-up Saturdays come from the calendar, never from the weekday."""
    assert "20260214" == next_working_day("20260213", _workday)
    assert "20260218" == next_working_day("20260214", _workday)
    assert "20260219" == add_working_days("20260213", 3, workdays=_workday)
    assert 3 == working_days_between("20260213", "20260219", workdays=_workday)


def test_accounting_date_moves_at_the_day_switch() -> None:
    """Before 日切 it is today, from then on the next working day."""
    assert "20260213" == Clock(now="20260213215959", day_switch="220000").accounting_date(_workday)
    assert "20260214" == Clock(now="20260213220000", day_switch="220000").accounting_date(_workday)
    assert "20260218" == Clock(now="20260215100000").accounting_date(_workday)


def test_the_clock_never_goes_back() -> None:
    """Advancing by a negative time is refused; a day's end becomes the next day's begin."""
    assert "20270101000000" == later("20261231235959", 1)
    with pytest.raises(ValueError, match="never goes back"):
        Clock(now="20260213000000").advanced(-1)


def test_simulators_never_read_the_wall_clock_or_a_socket() -> None:
    """No file under simulators/ imports time, socket, random or asks datetime for now."""
    for path in Path(simulators.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"time", "socket", "random", "asyncio"} & set(names), path
            assert not (isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today")
                        and isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date")), path
