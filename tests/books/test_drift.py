"""What comes about at the peer by itself: never blamed where the contract allows it, blamed where no such event explains what is said."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from kanhe.books.books import Books
from kanhe.books.drift import MOST_EVENTS, Drift, named
from kanhe.books.outcome import classify
from kanhe.books.worlds import STILL, Fact, settle
from kanhe.contract.load import load
from kanhe.model.document import copy, put
from kanhe.model.exchange import Exchange
from kanhe.model.words import Outcome, ReplyClass
from kanhe.run import waiting
from tests.books.purse import reader

CATALOGUE = load(Path(__file__).parents[2] / "contracts")
EVENTS = tuple(c for c in CATALOGUE.contracts.values() if c.party.family == "bank_direct" and c.alone == "payment" and c.sender == "bank")
NOW, ACCOUNT = "20260601093000", "1070010400010001"
DRIFT = Drift(events=EVENTS, now=NOW, parameters=CATALOGUE.parameters)


def fresh(balance: str = "50000.00") -> tuple[Books, ...]:
    """One account, nothing under way."""
    return (Books.of({"account": [{"key": [ACCOUNT], "status": "NORMAL", "balance": balance,
                                   "fields": {"name": "南通市财政局", "bank_no": "103306010109", "opened": "20260601"}}]}),)


def told(worlds, operation: str, request: dict[str, str], reply: dict[str, str], drift: Drift = DRIFT):
    """(worlds, broken promises) after one exchange: the specimen with these paths changed."""
    contract = CATALOGUE.contracts[f"bank_direct.{operation}"]
    asked, said = copy(contract.specimen_request), copy(contract.specimen_reply)
    for document, changes in ((asked, request), (said, {"ReqSeqNo": asked["ReqSeqNo"], **reply})):
        for path, value in changes.items():
            put(document, path, value)
    put(said, "ReqSeqNo", asked["ReqSeqNo"])
    fact = Fact(contract=contract, request=asked, reply=said, seen=classify(contract.outcomes, said), now=NOW, parameters=CATALOGUE.parameters)
    worlds, verdicts = settle(worlds, fact, reader(contract), drift)
    return worlds, [v.promise for v in verdicts if v.outcome is Outcome.BROKEN]


def paid(worlds, number: str = "ZF1", amount: str = "1200.00"):
    """The worlds after a payment that is answered 处理中."""
    worlds, broken = told(worlds, "CFRT02", {"ReqSeqNo": number, "Amt": amount}, {"RespCode": "0001", "RespInfo": "已受理，处理中"})
    assert [] == broken
    return worlds


def status(worlds, state: str, drift: Drift = DRIFT, number: str = "ZF1", amount: str = "1200.00"):
    """A query that shows this state."""
    return told(worlds, "CQRT04", {"ReqSeqNo": "CX1", "Cmp.OrgReqSeqNo": number},
                {"Cmp.OrgReqSeqNo": number, "Cmp.TransSts": state, "Amt": amount}, drift)


def balance(worlds, whole: str, free: str, drift: Drift = DRIFT):
    """A query that shows these amounts."""
    return told(worlds, "CQRA06", {"ReqSeqNo": "CX2"}, {"Acc.Bal": whole, "Acc.AvailBal": free}, drift)


def test_what_is_under_way_must_end():
    """Pending from the reply 处理中 on, until a query shows the end."""
    worlds = paid(fresh())
    assert {("payment", ("ZF1",))} == {t for b in worlds for t in DRIFT.pending(b)}
    assert {("payment", ("ZF1",)), ("account", (ACCOUNT,))} <= DRIFT.unsure(worlds[0])
    worlds, broken = status(worlds, "SUCCESS")
    assert [] == broken and not any(DRIFT.pending(b) for b in worlds)


@pytest.mark.parametrize("state", ["PROCESSING", "SUCCESS", "FAILED", "RETURNED"])
def test_each_state_that_events_lead_to_is_believed(state):
    """Nothing yet, one event, two events (settled and then returned)."""
    assert [] == status(paid(fresh()), state)[1]


@pytest.mark.parametrize("state", ["SUCCESS", "FAILED", "RETURNED"])
def test_without_such_events_the_same_reply_is_a_breach(state):
    """Where the contract declares no event of its own accord, the peer contradicts itself."""
    assert status(paid(fresh()), state, STILL)[1]


@pytest.mark.parametrize(("first", "second"), [("SUCCESS", "PROCESSING"), ("SUCCESS", "FAILED"), ("FAILED", "SUCCESS"), ("RETURNED", "SUCCESS")])
def test_a_state_that_goes_back_is_a_breach(first, second):
    """No event leads out of an end, but for the return of what succeeded."""
    worlds, broken = status(paid(fresh()), first)
    assert [] == broken
    assert status(worlds, second)[1]


def test_success_may_become_returned():
    """The one way on."""
    worlds, _ = status(paid(fresh()), "SUCCESS")
    assert [] == status(worlds, "RETURNED")[1]


@pytest.mark.parametrize(("whole", "free"), [("50000.00", "48800.00"), ("48800.00", "48800.00"), ("50000.00", "50000.00")])
def test_the_balance_alone_may_show_what_came_about(whole, free):
    """Still held, booked, withdrawn: each is possible before anybody asked for the state."""
    worlds, broken = balance(paid(fresh()), whole, free)
    assert [] == broken
    assert [] == balance(worlds, whole, free)[1]


@pytest.mark.parametrize(("whole", "free"), [("48799.99", "48799.99"), ("48800.00", "47600.00"), ("47600.00", "47600.00"), ("50000.01", "50000.01")])
def test_a_balance_that_no_event_explains_is_a_breach(whole, free):
    """A fen lost, held and booked at once, booked twice, a fen too much."""
    assert balance(paid(fresh()), whole, free)[1]


def test_what_a_balance_showed_holds_for_the_state():
    """Booked is 成功 (or came back since); it is not 处理中 any more."""
    worlds, _ = balance(paid(fresh()), "48800.00", "48800.00")
    assert [] == status(worlds, "SUCCESS")[1]
    assert status(worlds, "PROCESSING")[1]


def test_where_too_much_may_have_happened_nobody_is_blamed():
    """More payments under way than can be looked at: what they touch is in doubt, and an odd balance is no breach."""
    worlds = fresh("90000.00")
    for number in range(MOST_EVENTS + 6):
        worlds = paid(worlds, f"ZF{number}", "1.00")
    worlds, broken = balance(worlds, "89988.00", "89988.00")
    assert [] == broken and worlds


def test_an_event_names_its_thing():
    """The key stands in the field that is the key, the rest as in the specimen."""
    event = next(e for e in EVENTS if e.operation == "settle")
    assert {"payment_no": "ZF7"} == named(event, ("ZF7",))


# ---- waiting ----


class Clocked(SimpleNamespace):
    """As much of a session as waiting needs. ends: after how many jumps the payment has ended; door: why the clock cannot be moved."""

    def __init__(self, ends: int, door: str = "") -> None:
        super().__init__(alone=EVENTS, listed=frozenset(), worlds=paid(fresh()), catalogue=CATALOGUE, jumps=[], excused=[], told=[], story=[], door=door, ends=ends,
                         deadline=float("inf"))
        self.tally = SimpleNamespace(excuse=self.excuse, leave_open=self.excuse, found=lambda contract, promise: False)

    def excuse(self, contract, promise, why) -> None:
        """What is said to be untested."""
        self.excused.append((promise, why))

    def tell_all(self, exchange, verdicts) -> None:
        """What is told of promises."""
        self.told += [(verdict.promise, verdict.outcome) for verdict in verdicts]

    def clock(self) -> str:
        """The business time."""
        return NOW

    def drift(self) -> Drift:
        """What may come about by itself."""
        return Drift(events=self.alone, listed=self.listed, now=NOW, parameters=CATALOGUE.parameters)

    def called(self):
        """The operations of the peer."""
        return [CATALOGUE.contracts["bank_direct.CFRT02"]]

    def move_clock(self, to: str) -> str:
        """'' or why not."""
        if self.door:
            return self.door
        self.jumps.append(to)
        return ""

    def follow(self) -> int:
        """How often it was asked."""
        for asked in count(1):
            if next(self.run, "end") == "end":
                return asked - 1
            if asked == self.ends:
                self.worlds = status(self.worlds, "SUCCESS")[0]
        return 0


def test_the_clock_is_moved_in_growing_steps_until_the_end():
    """30 s, 60 s, 120 s …; no jump after the end is seen."""
    session = Clocked(ends=3)
    session.run = waiting.follow(session)
    assert 3 == session.follow() and ["+30s", "+60s", "+120s"] == session.jumps and [] == session.excused


def test_what_missed_the_cut_off_is_asked_for_on_the_next_working_day():
    """When the window has passed, the day is moved on, and the window comes again."""
    session = Clocked(ends=99)
    session.run = waiting.follow(session)
    session.follow()
    day = session.jumps.index("next-working-day")
    window = max(e.due_s for e in EVENTS)
    assert sum(int(j[1:-1]) for j in session.jumps[:day]) > window and session.jumps[:day] == session.jumps[day + 1:]


def test_where_no_door_moves_the_clock_a_little_time_passes_and_the_rest_is_untested(monkeypatch):
    """Never longer than the window; then promises are excused as untested, with the reason, and nobody is blamed."""
    slept: list[float] = []
    monkeypatch.setattr(waiting.time, "sleep", slept.append)
    session = Clocked(ends=99, door="没有声明推进时钟的方式")
    session.run = waiting.follow(session)
    asked = session.follow()
    assert len(slept) == asked and list(waiting.PAUSES_S) == slept and sum(slept) < max(e.due_s for e in EVENTS)
    assert session.excused and all("没有声明推进时钟的方式" in why and "仍未到终态" in why for _, why in session.excused)
    assert "bank_direct.settle:causes" in {promise for promise, _ in session.excused}


def test_the_wait_is_a_tenth_of_what_is_left_of_the_budget(monkeypatch):
    """With five seconds left nothing longer than half a second is waited for."""
    slept: list[float] = []
    monkeypatch.setattr(waiting.time, "sleep", slept.append)
    session = Clocked(ends=99, door="没有门")
    session.deadline = waiting.time.monotonic() + 5
    session.run = waiting.follow(session)
    session.follow()
    assert slept and sum(slept) <= 0.5


@pytest.mark.parametrize(("looked", "told"), [("success", [Outcome.BROKEN]), ("refused", []), ("", [])])
def test_what_is_seen_open_after_its_time_is_overdue(looked, told):
    """Told once, of the first event that would have ended it; only where the peer itself showed the payment after all the jumps; what it refused to show, and what nobody asked, is not told."""
    query = CATALOGUE.contracts["bank_direct.CQRT04"]
    request, reply = copy(query.specimen_request), copy(query.specimen_reply)
    put(request, "Cmp.OrgReqSeqNo", "ZF1")
    if looked == "refused":
        put(reply, "RespCode", next(p for p, seen in query.outcomes.classes if seen is ReplyClass.REFUSED).replace("?", "1").replace("*", "1"))
    session = Clocked(ends=99)
    session.run = waiting.follow(session)
    for _ in session.run:
        session.story += [Exchange(contract=query, request=request, reply=reply, at=NOW)] if looked else []
    first = next(e for e in EVENTS if e.due_s)
    assert [(f"{first.id}:due", outcome) for outcome in told] == session.told


def test_nothing_under_way_is_not_waited_for():
    """No question, no jump."""
    session = Clocked(ends=99)
    session.worlds = fresh()
    session.run = waiting.follow(session)
    assert 0 == session.follow() and [] == session.jumps
