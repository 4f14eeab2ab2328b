"""Clock, agenda and journal of one party: what is due runs in order and at its own moment, and is settled when `advance` returns."""

from __future__ import annotations

import pytest

from kanhe.model.contract import Party, WireProfile
from kanhe.model.hours import Hours
from kanhe.model.plan import Choreography, OutcomePlan, Plans, PlanStep, Wish
from kanhe.model.words import ReplyClass
from kanhe.simulate.agenda import Agenda
from kanhe.simulate.behaviour import Command, Later, Send, Step
from kanhe.simulate.clock import SimClock
from kanhe.simulate.journal import Journal, Marks
from kanhe.simulate.life import Life
from kanhe.simulate.outgoing import Answered
from kanhe.simulate.plans import Choice
from kanhe.simulate.timetable import BadJump
from simulators.world import World

NOW = "20260930165841"
PARTY = Party(
    family="till", title="钱箱", system="TEST", system_title="测试", roles={"shop": "商户", "bank": "银行"},
    wire=WireProfile(transport="tcp", codec="xml", charset="GBK"), hours=Hours(cutoff="170000", day_switch="203000"))


def booked(world, command):
    """An event that leaves a trace in the world and tells the peer."""
    world, number = world.count("booked")
    world = world.put("at", f"{number:03d}", record=(command.operation, command.now))
    return Step(world=world, sends=(Send(operation="TELL", values={"no": str(number)}, key=str(number)),))


def again(world, command):
    """An event that enters the next one of its kind, three times in all."""
    world, number = world.count("again")
    later = (Later(event="again", after="1h", values=command.values),) if number < 3 else ()
    return Step(world=world.put("at", f"{number:03d}", record=(command.operation, command.now)), later=later)


def life(plans=Plans(), *, always="", clock=None) -> Life:
    """A party whose events are `booked` and `again`."""
    events = {"booked": booked, "again": again}
    return Life(PARTY, World(role="bank"), clock=clock or SimClock(NOW, frozen=True), events=events.get,
                choice=Choice(plans=plans, always=always), marks={"PAY": Marks(keys=("no",), money="amount"), "TELL": Marks(keys=("no",))})


def pay(world, command):
    """A request that is answered as its plan wants."""
    outcome = command.wish.answer if command.wish else ReplyClass.SUCCESS
    return Step(world=world, outcome=outcome, text=outcome.value)


def request(no="A1", now=NOW) -> Command:
    """A payment."""
    return Command(operation="PAY", values={"no": no}, now=now)


def deliveries(one: Life, answered=True):
    """A way to deliver that writes down (moment, what) and answers, or not."""
    sent = []

    def deliver():
        while one.outbox:
            item = one.outbox.popleft()
            sent.append((one.clock(), item.operation, item.key))
            reply = Answered(outcome=ReplyClass.SUCCESS, values={}) if answered is True or answered(len(sent)) else Answered()
            one.answered(item, reply, None, one.clock())

    return sent, deliver


SETTLES = OutcomePlan(
    name="settles", title="稍后入账", of="PAY", wish=Wish(answer=ReplyClass.PROCESSING),
    steps=(PlanStep(do="booked", after="30s"), PlanStep(do="booked", after="1wd", at="093000")))


def test_an_agenda_gives_items_by_moment_then_in_order_of_entry():
    """The order of entry decides between equals; a fork goes its own way."""
    agenda = Agenda()
    for moment, item in (("3", "c"), ("1", "a"), ("2", "b1"), ("2", "b2")):
        agenda.enter(moment, item)
    other = agenda.fork()
    assert [("1", "a"), ("2", "b1"), ("2", "b2"), None] == [agenda.pop("2") for _ in range(4)]
    assert (1, 4, "1", "3") == (len(agenda), len(other), other.next, agenda.next)


def test_advancing_runs_each_item_at_its_own_moment_and_delivers_before_the_next():
    """Two steps of a plan, a day apart over a holiday: both are booked and told when `advance` returns."""
    one = life(Plans(by_name={"settles": SETTLES}))
    assert ReplyClass.PROCESSING is one.answer(pay, request()).outcome
    sent, deliver = deliveries(one)
    assert "20261009000000" == one.advance("2026-10-09T00:00", deliver)
    assert [("booked", "20260930165911"), ("booked", "20261008093000")] == list(one.world.all("at"))
    assert [("20260930165911", "TELL", "1"), ("20261008093000", "TELL", "2")] == sent
    assert 0 == len(one.agenda)


def test_an_event_may_enter_further_events():
    """What an advance causes within its span happens within it; the rest stays on the agenda."""
    one = life()
    one.happen(Command(operation="again", values={}, now=NOW))
    one.advance("+90m", lambda: None)
    assert ["20260930165841", "20260930175841"] == [at for _, at in one.world.all("at")]
    assert 1 == len(one.agenda)


def test_advance_to_the_next_event_stops_there():
    """`next-event` jumps to what is due next, and does nothing where nothing waits."""
    one = life()
    assert NOW == one.advance("next-event", lambda: None)
    one.agenda.enter("20260930165900", request())
    assert "20260930165900" == one.advance("next-event", lambda: None)


def test_a_refused_jump_changes_nothing():
    """A jump back is refused and neither the clock nor the agenda has moved."""
    one = life()
    with pytest.raises(BadJump):
        one.advance("2026-09-30T16:00", lambda: None)
    assert (NOW, 0, 0) == (one.clock(), len(one.agenda), one.journal.last)
    with pytest.raises(BadJump, match="不能拨"):
        life(clock=lambda: NOW).advance("+1h", lambda: None)


def test_cutoff_and_day_switch_are_written_down_when_the_clock_passes_them():
    """Only on working days, each once."""
    one = life()
    one.advance("2026-10-08T21:00", lambda: None)
    assert ["20260930170000", "20260930203000", "20261008170000", "20261008203000"] == [n.at for n in one.journal.after(0)]
    assert "日切 → 会计日 2026-10-08" == one.journal.after(0)[1].text


def test_the_same_calls_give_the_same_journal():
    """Byte for byte, whatever the real clock says."""
    def story():
        one = life(Plans(by_name={"settles": SETTLES}))
        _, deliver = deliveries(one, answered=lambda n: n % 2 == 0)
        for number in range(20):
            one.answer(pay, request(f"A{number}", one.clock()))
            one.advance("+7m", deliver)
        one.advance("next-working-day", deliver)
        return "\n".join(one.journal.lines()).encode()

    assert story() == story()
    assert story().count(b"\n") > 60


@pytest.mark.parametrize(("how", "expected"), [
    (Choreography(), ["165911"]),
    (Choreography(times=("10m",)), ["170911"]),
    (Choreography(times=("0s", "0s", "5m")), ["165911", "165911", "170411"]),
    (Choreography(lost=True), []),
    (Choreography(retry=("1m", "5m", "30m")), ["165911", "170011", "170511"]),
])
def test_a_receipt_is_delivered_as_its_choreography_says(how, expected):
    """In time, late, three times, never, and again and again until the third attempt is answered."""
    plan = OutcomePlan(name="p", title="预案", of="PAY", steps=(PlanStep(do="booked", after="30s"),), receipts={"TELL": how})
    one = life(Plans(by_name={"p": plan}))
    one.answer(pay, request())
    sent, deliver = deliveries(one, answered=lambda n: not how.retry or n == 3)
    one.advance("2026-09-30T18:00", deliver)
    assert expected == [moment[8:] for moment, _, _ in sent]
    assert ("lost" in [n.said for n in one.journal.after(0)]) == how.lost


def test_magic_values_choose_a_plan_and_the_plan_given_at_start_beats_them():
    """The first pattern that fits decides; without one it is the first plan of the operation; others' operations are left alone."""
    plans = {name: OutcomePlan(name=name, title=name, of="PAY") for name in ("usual", "late", "held")}
    found = Plans(by_name=plans, magic=(("amount", "*.44", "late"), ("no", "9*", "held")))
    choose = Choice(plans=found).plan
    assert ["usual", "late", "held", "late"] == [choose("PAY", v).name for v in (
        {"no": "1"}, {"amount": "5.44", "no": "1"}, {"no": "91"}, {"amount": "5.44", "no": "91"})]
    assert choose("OTHER", {"amount": "5.44"}) is None
    assert "held" == Choice(plans=found, always="held").plan("PAY", {"amount": "5.44"}).name
    with pytest.raises(Exception, match="没有预案"):
        Choice(plans=found, always="none")


def test_a_request_that_is_refused_follows_no_plan():
    """Steps are entered only for what was taken on."""
    one = life(Plans(by_name={"settles": SETTLES}))
    one.answer(lambda world, command: Step(world=world, outcome=ReplyClass.REFUSED), request())
    assert 0 == len(one.agenda)


def test_a_clock_knows_three_modes():
    """It follows the wall, stands, or goes on at the wall's pace from where it was put."""
    wall = iter([f"2026093016584{n}" for n in range(10)])
    clock = SimClock(wall=lambda: next(wall))
    assert ("real", "20260930165840") == (clock.mode, clock())
    clock.set("20261008083000")
    assert ("offset", "20261008083001") == (clock.mode, clock())
    assert ["frozen", NOW, NOW] == [(c := SimClock(NOW, frozen=True)).mode, c(), c()]


def test_what_has_become_due_on_a_running_clock_is_run_before_the_next_request():
    """`run_due` does without anybody moving the clock what a running clock has reached."""
    one = life(Plans(by_name={"settles": SETTLES}), clock=lambda: NOW)
    one.answer(pay, request())
    one.run_due("20260930165910")
    assert [] == list(one.world.all("at"))
    one.run_due("20260930165911")
    assert [("booked", "20260930165911")] == list(one.world.all("at"))


def test_a_journal_says_how_much_it_has_forgotten():
    """Beyond its bound the oldest notes go, and the count says so."""
    journal = Journal(most=3)
    for number in range(5):
        journal.note(NOW, "in", key=str(number))
    assert (["2", "3", "4"], 2) == ([n.key for n in journal.after(0)], journal.forgotten)
    assert ["4"] == [n.key for n in journal.after(4)]
