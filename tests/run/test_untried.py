"""State rules that nothing came of, or that were broken beside others alone, are tried a few times more, from where nothing has been done;
the others are not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kanhe.books.books import Books
from kanhe.run.scenarios import state
from kanhe.run.tally import Tally
from tests.books.purse import purse


@pytest.fixture(scope="module")
def pay(tmp_path_factory):
    """A contract with one state rule."""
    return purse(tmp_path_factory.mktemp("purse")).contracts["purse.pay"]


@pytest.mark.parametrize(("tried", "again"), [((), ["PURSE-1"] * state.MORE_TRIES), (("PURSE-1",), [])])
def test_only_what_was_not_tried_comes_again(pay, monkeypatch, tried, again):
    """What was tried is not tried again; what was not looks among what its own scenario has done alone."""
    begun = []
    monkeypatch.setattr(state, "_prepare_breaking", lambda session, contract, promise, *, near: begun.append((promise, near)))
    tally = Tally("银行")
    tally.plan(state_promise(pay))
    for promise in tried:
        tally.entries[pay.id, promise].tried = 1
    session = SimpleNamespace(tally=tally, worlds=(Books(),), masked=set())
    found = [one for one in state.untried(session, pay) if one.aim and one.aim[0].startswith("PURSE")]
    assert again == [one.aim[0] for one in found]
    for one in found:
        one.play(session)
    assert [(promise, True) for promise in again] == begun


def test_what_came_of_at_the_second_try_is_not_tried_a_third_time(pay):
    """The tries are made one after the other, each only while there is still need."""
    tally = Tally("银行")
    tally.plan(state_promise(pay))
    session = SimpleNamespace(tally=tally, worlds=(Books(),), masked=set())
    tries = (one for one in state.untried(session, pay) if one.aim[:1] == ("PURSE-1",))
    assert (next(tries).aim, next(tries).aim) == (("PURSE-1",), ("PURSE-1",))
    tally.entries[pay.id, "PURSE-1"].tried = 1
    assert None is next(tries, None)


def test_what_another_promise_hid_comes_again_until_it_stands_alone(pay):
    """A bank that forgets it would have refused all the same."""
    tally = Tally("银行")
    tally.plan(state_promise(pay))
    tally.entries[pay.id, "PURSE-1"].tried = 1
    session = SimpleNamespace(tally=tally, worlds=(Books(),), masked={(pay.id, "PURSE-1")})
    tries = (one for one in state.untried(session, pay) if one.aim[:1] == ("PURSE-1",))
    assert next(tries).aim == ("PURSE-1",)
    session.masked.clear()
    assert None is next(tries, None)


def state_promise(contract):
    """What the bank owes on this contract."""
    from kanhe.cases.obligations import promises_of

    return promises_of(contract, inbound=False, kinds=frozenset({"account"}))
