"""The named checks: clock, standing clock, unique values; each has a message that keeps it and one that breaks it."""

from __future__ import annotations

import pytest

from kanhe.checks.all import CHECKS
from kanhe.checks.log import Log
from kanhe.checks.registry import Question
from kanhe.model.contract import Rule
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Scene
from tests.books.purse import purse

NOW = "20260228235950"


@pytest.fixture(scope="module")
def contract(tmp_path_factory):
    """Any contract; the checks look at documents."""
    return purse(tmp_path_factory.mktemp("purse")).contracts["purse.pay"]


def ask(name, params, *, on="reply", request=None, reply=None, log=(), now=NOW):
    """What a check says."""
    rule = Rule(id="X", says="", on=on, check=name, params=params)
    return CHECKS[name](Question(rule=rule, scene=Scene(request=request, reply=reply, now=now), history=Log(tuple(log))))


@pytest.mark.parametrize(("date", "time", "kept"), [
    ("20260228", "235950", True), ("20260228", "235450", True), ("20260228", "235449", False), ("20260301", "000450", True),
    ("20260301", "000451", False), ("20260228", "235928", True), ("20260229", "235950", False), ("2026-228", "235950", False),
    ("２０２６0228", "235950", False),
])
def test_clock_within(date, time, kept):
    """Five minutes either way, over midnight and month end; what is no date breaks it."""
    reply = {"d": date, "t": time}
    assert kept is ask("clock_within", {"date": "d", "time": "t", "seconds": "300"}, reply=reply)


def test_a_message_without_a_clock_is_not_judged():
    """An absent part gives no verdict, neither kept nor broken."""
    assert ask("clock_within", {"date": "d", "time": "t"}, reply={"d": "20260228"}) is None


@pytest.mark.parametrize(("ago", "told", "kept"), [(20, "235928", False), (45, "235928", False), (19, "235928", None), (61, "235928", None),
                                                   (30, "235920", True)])
def test_clock_moves(contract, ago, told, kept):
    """The same told time 20 to 60 seconds later is a clock that stands within the minute; nothing is said of replies sooner or later."""
    then = f"202602282359{50 - ago:02d}" if ago <= 50 else "20260228235849"
    earlier = Exchange(contract=contract, reply={"d": "20260228", "t": told}, at=then)
    now = {"d": "20260228", "t": "235928"}
    assert kept is ask("clock_moves", {"date": "d", "time": "t", "seconds": "20"}, reply=now, log=[earlier])


def test_unique_in_run(contract):
    """A value used before breaks it; a byte-for-byte resend does not; a day of its own makes it new."""
    first = {"n": "7", "d": "1", "x": "a"}
    log = [Exchange(contract=contract, inbound=True, request=first)]
    params = {"path": "n"}
    assert ask("unique_in_run", params, on="request", request={"n": "8"}, log=log) is True
    assert ask("unique_in_run", params, on="request", request=dict(first), log=log) is True
    assert ask("unique_in_run", params, on="request", request={**first, "x": "b"}, log=log) is False
    assert ask("unique_in_run", {**params, "within": "d"}, on="request", request={**first, "d": "2"}, log=log) is True
    assert ask("unique_in_run", params, on="request", request={"x": "b"}, log=log) is None


def test_the_log_forgets_only_the_oldest():
    """Beyond its length the oldest fifth goes; what is younger is still found by value."""
    from kanhe.checks.log import LONGEST

    log = Log()
    for number in range(LONGEST + 1):
        log.append(Exchange(contract=None, inbound=True, request={"n": number}))
    assert len(log) == LONGEST + 1 - LONGEST // 5
    assert log.sharing("request", "n", 0, inbound=True) == []
    assert len(log.sharing("request", "n", LONGEST, inbound=True)) == 1
