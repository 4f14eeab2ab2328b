"""What comes in between: an event on the day after, an event while an outcome is open, a question with other conditions once something
was booked; and, where Kanhe plays the bank's side, ends that nobody is told of, and answers that say that the outcome is unknown."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from kanhe.books.books import Books
from kanhe.cases.deviate import deviate, of_books
from kanhe.cases.fill import fill
from kanhe.cases.search import direct, touches
from kanhe.cases.style import Style
from kanhe.model.contract import Contract
from kanhe.model.words import Kind, ReplyClass
from kanhe.run.causing import cause, give_time
from kanhe.run.looking import observe, settle
from kanhe.run.ours import ended, ends, left_open
from kanhe.run.scenarios.scenario import Scenario, act, perform_one, prepare
from kanhe.run.session import Session
from kanhe.run.waiting import pending
from kanhe.transport.faults.all import FAULTS
from kanhe.transport.faults.fault import Fault

MOST_TRIES = 4
MOST_CONDITIONS = 10
MOST_OPENERS = 2
MOST_WAITED_S = 5.0  # a peer that waits longer for an answer is not kept waiting: a run has a minute
LATE_S = 0.5  # so much later than the deadline an answer comes that is too late


def scenarios(session: Session, contract: Contract) -> Iterator[Scenario]:
    """Everything of this kind about one operation or event."""
    if contract.kind == "stimulus":
        if contract.effects and contract.party.hours.cutoff:
            yield Scenario(contract=contract, name="次日触发", play=partial(_next_day, contract=contract))
        if not contract.alone and contract.causes and any(_openers(session)):
            yield Scenario(contract=contract, name="有在途时触发", play=partial(_while_open, contract=contract))
    elif contract.receiver == session.peer.role:
        if not contract.effects and _conditions(contract):
            yield Scenario(contract=contract, name="办过业务再查，条件各异", play=partial(_asked_otherwise, contract=contract))
    else:
        yield from _ours(session, contract)


# ---- at the peer ----------------------------------------------------------------------------------------------------


def _next_day(session: Session, contract: Contract) -> None:
    """What was there yesterday, in the morning of both days: the day of an event is its own."""
    if session.move_clock("next-working-day"):
        return
    route = prepare(session, contract)
    if route is None or session.move_clock("next-working-day"):
        return
    if cause(session, contract, route.request):
        observe(session)


def _openers(session: Session) -> Iterator[Contract]:
    """Operations of the peer whose outcome may stay open."""
    kinds = {event.alone for event in session.alone if event.due_s}
    return (c for c in session.called() if any(e.verb == "open" and e.kind in kinds for e in c.effects))


def _while_open(session: Session, contract: Contract) -> None:
    """The event comes while something on the same thing is under way."""
    for opener in _openers(session):
        for _ in range(MOST_TRIES):
            session.check_budget()
            session.begin()
            route = prepare(session, opener)
            if route is None:
                break
            session.send(opener, route.request, sorted_=route.sorted)
            if pending(session) and perform_one(session, contract, near=True):
                observe(session)
                break


def _conditions(contract: Contract) -> list[str]:
    """The dates by which a question is limited."""
    return [f.path for f in contract.request if f.type.kind is Kind.DATE and f.fresh is not None and not f.means.startswith("send_")]


def _asked_otherwise(session: Session, contract: Contract) -> None:
    """Each limit of the question is moved, after something has been booked that it can see."""
    table = session.table()
    seen = frozenset().union(*(o.rows.reads if o.rows is not None else o.value.reads if o.value is not None else frozenset()
                               for o in contract.observes))
    for opener in [c for c in session.called() if touches(table, c) & seen][:MOST_OPENERS]:
        session.check_budget()
        session.begin()
        if act(session, opener) is None:
            return
        settle(session)
        pen = session.table().pen(contract, session.near(), Style())
        route = prepare(session, contract)
        if route is None:
            return
        for change in [c for c in of_books(pen, route.request, only=_conditions(contract)) if c.sort == "boundary"][:MOST_CONDITIONS]:
            request = deviate(pen, route.request, change)
            found = session.table().sort(contract, request, session.worlds[0])
            if not found.breach:
                session.send(contract, request, sorted_=found, note=change.note)


# ---- Kanhe is the bank ----------------------------------------------------------------------------------------------


def _ours(session: Session, contract: Contract) -> Iterator[Scenario]:
    for stimulus in (c for c in session.stimuli() if contract.operation in c.causes):
        events = ends(session, contract, told=False)
        if events:
            yield Scenario(contract=contract, name="结果无人通知", play=partial(_unfolded, stimulus=stimulus, events=events))
            late = replace(FAULTS["late_reply"], seconds=contract.deadline_s + LATE_S)
            for event in events if contract.deadline_s <= MOST_WAITED_S else ():
                play = partial(_outrun, stimulus=stimulus, event=event, late=late)
                yield Scenario(contract=contract, name=f"{event.title}，应答到得更晚", play=play)
        if any(seen is ReplyClass.UNKNOWN for _, seen in contract.outcomes.classes) and contract.effects:
            yield Scenario(contract=contract, name="答结果未知", play=partial(_vague, stimulus=stimulus))


def _unfolded(session: Session, stimulus: Contract, events: Sequence[Contract]) -> None:
    """What the peer's request opened comes to its end in every way and in all of them by turns; the peer has to ask, and what only one of
    the ends makes possible is tried in time and too early. The last time the peer gets the answer to another request instead of its own,
    where it can tell that by the echo."""
    told = [c for c in session.inbound() if c.operation in stimulus.causes]
    possible: list[Contract] = []
    for first in range(len(events) + 1):
        session.check_budget()
        session.begin()
        route = prepare(session, stimulus)
        if route is None:
            return
        session.faults = [FAULTS["former_reply"]] if first == len(events) and all(c.postponable and c.echo for c in told) else []
        if not left_open(session, stimulus, route.request):
            return
        _tried(session, [c for c in possible if c.sender != events[0].sender], "结果还没有定")  # who ends it knows better
        before = session.worlds[0]
        ended(session, events[first : first + 1] or events)
        possible += [c for c in session.called() if c not in possible and _new(session, c, before)]
        _tried(session, possible, "结果定了以后")
        observe(session)


def _new(session: Session, contract: Contract, before: Books) -> bool:
    """Whether the end has made an operation possible."""
    found = direct(session.table(), contract, session.near()) if contract.effects else None
    return found is not None and not session.table().sort(contract, found.request, before).fine


def _tried(session: Session, contracts: Sequence[Contract], note: str) -> None:
    """The operations on what this scenario is about, whether they are possible now or not."""
    for contract in contracts:
        request = fill(session.table().pen(contract, session.near(), Style()))
        found = session.table().sort(contract, request, session.worlds[0])
        if found.fine or found.refused_by:
            session.send(contract, request, sorted_=found, note=note, aim=found.refused_by)


def _outrun(session: Session, stimulus: Contract, event: Contract, late: Fault) -> None:
    """Our answer `processing` comes after the peer has asked and been told how it ended: what is known stays known."""
    route = prepare(session, stimulus)
    if route is None:
        return
    session.manner, session.faults = replace(session.manner, postponing=True), [late]
    arrives = time.monotonic() + late.seconds
    done = cause(session, stimulus, route.request)
    session.faults = []
    if not done:
        return
    session.manner = replace(session.manner, postponing=False)
    ended(session, [event])
    time.sleep(max(0.0, arrives + LATE_S - time.monotonic()) if session.peer.by_the_wall else 0.0)
    session.unseen = True
    observe(session)


def _vague(session: Session, stimulus: Contract) -> None:
    """The request is done, and our answer says that nobody knows; then the peer may ask."""
    route = prepare(session, stimulus)
    if route is None:
        return
    session.manner = replace(session.manner, vague=True)
    if not cause(session, stimulus, route.request):
        return
    give_time(session)
    observe(session)
