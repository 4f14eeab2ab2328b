"""The state of one simulated party and everything that changes it: world, clock, agenda, outbox and journal.

Theory of operation. The world is a frozen value that is replaced as a whole, under one lock. What a request or an event makes the
party send waits in the outbox; what is to happen later waits on the agenda. `advance` moves the clock from one due item to the
next and runs each at its own moment; what it sends is sent before the next item, so that everything is settled when it returns. On
a real clock whatever has become due meanwhile is run before the next request is looked at.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from kanhe.model.contract import Party
from kanhe.model.formula import Value
from kanhe.model.plan import OutcomePlan
from kanhe.model.words import ReplyClass
from kanhe.simulate.agenda import Agenda
from kanhe.simulate.behaviour import Command, Send, Step, Tell
from kanhe.simulate.clock import SimClock
from kanhe.simulate.journal import Journal, Marks, Movements
from kanhe.simulate.outgoing import Answered
from kanhe.simulate.plans import Choice
from kanhe.simulate.timetable import BadJump, CalendarUnknown, Timetable, dashed, spoken

Behaviour = Callable[[Any, Command], Step]
Clock = Callable[[], str]
Moved = Callable[[Any, Any], Movements]
Told = Callable[[Any, Send, ReplyClass | None, Mapping[str, Value]], Step]
TAKEN_ON = (ReplyClass.SUCCESS, ReplyClass.PROCESSING, ReplyClass.UNKNOWN)
NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Mark:
    """A time of the working day: cutoff or day_switch."""

    name: str


class Life:
    """See above. events: what can happen, by name; marks: what to note of an operation or event; moved: what changed in the ledger
    from one world to the next."""

    def __init__(
        self, party: Party, world: Any, *, clock: Clock, events: Callable[[str], Behaviour | None], choice: Choice,
        marks: Mapping[str, Marks], moved: Moved | None = None,
    ) -> None:
        self.world, self.clock, self.timetable = world, clock, Timetable(hours=party.hours)
        self.agenda, self.journal, self.outbox = Agenda(), Journal(), deque[Send]()
        self.lock, self._advancing = threading.RLock(), threading.Lock()
        self.tell: Callable[[Tell], None] = lambda _: None  # who else must know what happens here
        self._events, self._choice, self._marks, self._moved = cache(events), choice, marks, moved
        self._plan: OutcomePlan | None = None  # whose receipts are to be brought in its way

    @property
    def ticks(self) -> bool:
        """Whether something may become due without anybody moving the clock."""
        return bool(self.agenda) and getattr(self.clock, "mode", "real") != "frozen"

    # ---- changes; each under the lock ----------------------------------------------------------------------------

    def commit(self, step: Step, now: str) -> Movements:
        """Take on the next world, send and schedule what the step asks for; returns what moved in the ledger."""
        before, self.world = self.world, step.world
        for later in step.later:
            self._enter(self.timetable.after(now, later.after, at=later.at), later.event, later.values)
        for send in step.sends:
            self._hand_over(send, now)
        for tell in step.tells:
            self.tell(tell)
        return self._moved(before, step.world) if self._moved is not None and before is not step.world else ()

    def _enter(self, moment: str, name: str, values: Mapping[str, Value], plan: OutcomePlan | None = None) -> None:
        event = Command(operation=name, values=values, now=moment, hours=self.timetable)
        self.agenda.enter(moment, event if plan is None else (plan, event))

    def _hand_over(self, send: Send, now: str) -> None:
        how = self._choice.choreography(send.operation, self._plan)
        if how.lost:
            self.note(now, "out", send.operation, send.values, said="lost", text="按预案没有送出")
            return
        send = replace(send, retry=how.retry, early=how.early) if how.retry or how.early else send
        for span in how.times:
            due = self.timetable.after(now, span)
            if due <= now:
                self.outbox.append(send)
            else:
                self.agenda.enter(due, send)

    def answer(self, behaviour: Behaviour, command: Command) -> Step:
        """Let the party answer a request, in the way that its plan wants, and put the plan's steps on the agenda."""
        plan, now = self._choice.plan(command.operation, command.values), command.now
        if plan is not None:
            command = replace(command, wish=plan.wish)
        step = behaviour(self.world, command)
        self._plan = plan
        try:
            moved = self.commit(step, now)
        finally:
            self._plan = None
        if plan is not None and step.outcome in TAKEN_ON:
            self._follow(plan, command.values, now)
        self.note(now, "in", command.operation, command.values, said=step.outcome.value, text=step.text, moved=moved)
        return step

    def note(
        self, now: str, kind: str, operation: str, values: Mapping[str, Value], *, said: str, text: str, moved: Movements = ()
    ) -> None:
        """Write down what a message or an event did."""
        key, amount = self._marks.get(operation, NO_MARKS).of(values)
        self.journal.note(now, kind, operation, key=key, amount=amount, said=said, text=text, moved=moved)

    def _follow(self, plan: OutcomePlan, values: Mapping[str, Value], now: str) -> None:
        moment = now
        for one in plan.steps:
            try:
                moment = self.timetable.after(moment, one.after, at=one.at)
            except CalendarUnknown as unknown:
                self.journal.note(now, "clock", one.do, text=str(unknown))
                return
            self._enter(moment, one.do, {**values, **one.given}, plan)

    def happen(self, event: Command) -> str:
        """Let an event happen; '' when it did, otherwise the Chinese reason why not."""
        behaviour, now = self._events(event.operation), event.now
        if behaviour is None:
            return f"没有事件 {event.operation}"
        try:
            step = behaviour(self.world, event)
            moved = self.commit(step, now) if step.outcome is ReplyClass.SUCCESS else ()
        except CalendarUnknown as unknown:
            return str(unknown)
        self.note(now, "event", event.operation, event.values, said=step.outcome.value, text=step.text, moved=moved)
        return "" if step.outcome is ReplyClass.SUCCESS else step.text or f"未能完成: {step.outcome}"

    def answered(self, item: Send, answer: Answered, told: Told | None, now: str) -> None:
        """A message of the party's own was answered, or not: then it goes out again when its plan says so."""
        if answer.values is None and item.retry:
            self.agenda.enter(self.timetable.after(now, item.retry[0]), replace(item, retry=item.retry[1:]))
            self.note(now, "out", item.operation, item.values, said="", text=f"没有应答，{item.retry[0]} 后再送")
            return
        moved: Movements = ()
        if told is not None:
            moved = self.commit(told(self.world, item, answer.outcome, answer.values or {}), now)
        said = answer.outcome.value if answer.outcome else ""
        self.note(now, "out", item.operation, item.values, said=said, text="" if answer.values is not None else "没有应答", moved=moved)

    # ---- time ----------------------------------------------------------------------------------------------------

    def run_due(self, now: str) -> None:
        """Run what has become due by itself (on a clock that goes on), or by a request of this moment."""
        while (due := self.agenda.pop(now)) is not None:
            self._run(*due)

    def advance(self, to: str, deliver: Callable[[], object]) -> str:
        """Move the clock to a target and settle; returns the moment. Raises BadJump or CalendarUnknown, then nothing has happened."""
        if not isinstance(self.clock, SimClock):
            raise BadJump("这个模拟器用的是外面给的时钟，不能拨")
        with self._advancing:
            now = self.clock()
            target = (self.agenda.next or now) if to == "next-event" else self.timetable.target(now, to)
            self._enter_marks(now, target)
            deliver()  # what waits, or is on its way: of an answer just given, of what another party of its house let happen here
            while self._run_to(target, now):
                deliver()
            with self.lock:
                self.clock.set(max(target, now))
        return max(target, now)

    def _run_to(self, target: str, now: str) -> bool:
        """Run what is due by the target, up to the first item that leaves something to be sent; whether there was one."""
        with self.lock:
            while (due := self.agenda.pop(target)) is not None:
                moment = max(due[0], now)
                self.clock.set(moment)  # type: ignore[attr-defined]  # `advance` has looked
                self._run(moment, due[1])
                if self.outbox:
                    return True
        return False

    def _run(self, moment: str, item: Any) -> None:
        if type(item) is Command:
            self.happen(item if item.now == moment else replace(item, now=moment))
        elif type(item) is Send:
            self.outbox.append(item)
        elif type(item) is Mark:
            self._mark(item, moment)
        else:
            self._plan, event = item
            try:
                self._run(moment, event)
            finally:
                self._plan = None

    def _enter_marks(self, now: str, target: str) -> None:
        """Cut-offs and day switches that the clock will pass; where the calendar is unknown there are none, and it is written down."""
        hours = self.timetable.hours
        for mark, time in (Mark("cutoff"), hours.cutoff), (Mark("day_switch"), hours.day_switch):
            moment = now
            try:
                while time and (moment := self.timetable.next_mark(moment, time)) <= target:
                    self.agenda.enter(moment, mark)
            except CalendarUnknown as unknown:
                self.journal.note(now, "clock", mark.name, text=str(unknown))

    def _mark(self, mark: Mark, moment: str) -> None:
        """A cut-off or a day switch; a module that has something to do then says what it did."""
        behaviour = self._events(mark.name)
        moved: Movements = ()
        done = ""
        try:
            if behaviour is not None:
                step = behaviour(self.world, Command(operation=mark.name, values={}, now=moment, hours=self.timetable))
                moved, done = self.commit(step, moment), step.text
            if mark.name == "cutoff":
                text = f"截止，此后的业务算 {dashed(self.timetable.value_date(moment))}"
            else:
                text = f"日切 → 会计日 {dashed(self.timetable.accounting_date(moment))}"
        except CalendarUnknown as unknown:
            text = str(unknown)
        self.journal.note(moment, "clock", mark.name, text="；".join(part for part in (text, done) if part), moved=moved)

    def told(self) -> Mapping[str, Any]:
        """The clock as the control door shows it."""
        now, table = self.clock(), self.timetable
        said: dict[str, Any] = {
            "now": now, "spoken": spoken(now), "mode": getattr(self.clock, "mode", "real"), "cutoff": table.hours.cutoff,
            "day_switch": table.hours.day_switch, "waiting": len(self.agenda), "next": self.agenda.next}
        try:
            said |= {"accounting_date": table.accounting_date(now), "next_working_day": table.next_working_day(now[:8])}
        except CalendarUnknown as unknown:
            said["calendar"] = str(unknown)
        return said

