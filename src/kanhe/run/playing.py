"""One scenario in a house: it is made ready, played at the system that it belongs to, and time passes until the others must know; then what
only the news makes possible is tried there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kanhe.cases.search import direct, reads
from kanhe.model.contract import Contract
from kanhe.run.hindsight import Arrival
from kanhe.run.house import MOST_ASKED, House, Judged
from kanhe.run.looking import observe
from kanhe.run.scenarios.ready import make_ready
from kanhe.run.scenarios.scenario import Scenario, act
from kanhe.run.session import Session, Stopped

MOST_TRIED = 2  # operations that only the event makes possible
MOST_ARRIVALS = 4  # the last ones of a scenario, after which they are tried


def play(house: House, scenario: Scenario) -> None:
    """Play a scenario at the system that its operation belongs to, then look at the others; `judged` is what came of it. Raises Stopped
    when a system is gone or the time is used up."""
    house.begin(scenario.contract)
    stopped: Stopped | None = None
    try:
        origin = next(house.sessions[c.origin] for c in house.linkage.rules if c.after is scenario.contract)
        make_ready(house, origin, scenario.contract)
        scenario.play(origin)
        _let_time_pass(house)
        arrivals = house.hindsight.arrivals[-MOST_ARRIVALS:]
        for arrival in arrivals:
            last = arrival is arrivals[-1] and house.files  # what is always undone at once shows in no file
            target = arrival.consequence.target
            alone = sum(a.consequence.target == target for a in house.hindsight.arrivals) == 1
            with house.judging(arrival.consequence, alone=alone):
                _go_on(house.sessions[arrival.consequence.target], arrival, 1 if last else MOST_TRIED)
    except Stopped as found:
        stopped = found
    house.tell_what_never_came()
    broken = house.own_breach()
    if stopped is not None and not house.breached and broken is None:
        raise stopped
    if broken is None and not house.breached:
        house.count_what_showed()
    if broken is not None:
        house.listed.drop()
        house.excuse([c for c in house.linkage.rules if c.after is scenario.contract], broken)


def read_files(house: House, _: object = None) -> None:
    """Let the time pass by which files tell of all that was done, and compare; `judged` is what came of it."""
    house.judged = []
    if not house.listed.asked:
        return
    why = _move_on(house, house.linkage.filed)
    for verdict, story in house.listed.judged() if not why else ():
        house.judged.append(Judged(verdict=verdict, story=story))
    for one in house.linkage.listings:
        why_not = f"时钟拨不到 {house.linkage.filed} 之后：{why}" if why else house.listed.unread.get(one.file.id, "")
        if why_not:
            house.known.excuses[one.id] = why_not
            if house.listed.count(one):
                house.known.left_open[one.id] = why_not


def _move_on(house: House, passes: str) -> str:
    """Let so much time pass in all systems together; '' or why it cannot be."""
    if not passes:
        return ""
    first, *others = house.sessions.values()
    why = first.move_clock(passes)
    now = datetime.strptime(first.clock()[:14], "%Y%m%d%H%M%S")
    return why or next((told for one in others if (told := one.move_clock(f"{now:%Y-%m-%dT%H:%M:%S}"))), "")


def _let_time_pass(house: House) -> None:
    """Go on to when the others must show what they know, and look: the clocks of all systems together. A system whose clock cannot be
    moved is not judged by what it will show some day."""
    if not house.linkage.passes:
        return
    why = _move_on(house, house.linkage.passes)
    for consequence in dict.fromkeys(a.consequence.id for a in house.hindsight.arrivals):
        one = next(c for c in house.linkage.consequences if c.id == consequence)
        if why:
            house.known.excuses.setdefault(one.id, f"时钟拨不到 {house.linkage.passes} 之后：{why}")
            continue
        with house.judging(one, late=True):
            observe(house.sessions[one.target], MOST_ASKED)


def _go_on(session: Session, arrival: Arrival, left: int) -> None:
    """Try what only the event makes possible, and what it has put an end to: so many operations."""
    title = arrival.consequence.comes.title
    for contract in session.called():
        if left <= 0:
            return
        found = direct(session.table(), contract, session.near()) if contract.effects else None
        if found is not None and not session.table().sort(contract, found.request, arrival.before).fine:
            session.send(contract, found.request, note=f"{title}之后")
            left -= 1
        over = direct(session.table(), contract, replace(session.near(), books=arrival.before)) if contract.effects else None
        now = session.table().sort(contract, over.request, session.worlds[0]) if over is not None else None
        if over is not None and now is not None and now.refused_by:
            session.send(contract, over.request, sorted_=now, note=f"{title}以前可以")
            left -= 1
    _let_it_tell(session, arrival.consequence.comes)


def _let_it_tell(session: Session, event: Contract) -> None:
    """Cause what makes the system send messages about what the event opened there."""
    opened = {e.kind for e in event.effects if e.verb == "open"}
    telling = {c.operation for c in session.inbound() if opened & reads(c)}
    for stimulus in session.stimuli():
        if telling & set(stimulus.causes):
            act(session, stimulus)
