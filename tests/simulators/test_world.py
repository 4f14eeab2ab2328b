"""The shared world: money is conserved, nothing goes below zero, forks do not see each other, the clock is given."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
