"""One scenario in a house: it is made ready, played at the system that it belongs to, and time passes until the others must know; then what
only the news makes possible is tried there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kanhe.cases.search import direct
from kanhe.run.hindsight import Arrival
from kanhe.run.house import MOST_ASKED, House
from kanhe.run.looking import observe
from kanhe.run.scenarios.ready import make_ready
from kanhe.run.scenarios.scenario import Scenario
from kanhe.run.session import Session, Stopped

MOST_TRIED = 2  # operations that only the event makes possible
MOST_ARRIVALS = 4  # the last ones of a scenario, after which they are tried


def play(house: House, scenario: Scenario) -> None:
    """Play a scenario at the system that its operation belongs to, then look at the others; `judged` is what came of it. Raises Stopped
    when a system is gone or the time is used up."""
    house.begin(scenario.contract)
    try:
        origin = next(house.sessions[c.origin] for c in house.linkage.consequences if c.after is scenario.contract)
        make_ready(house, origin, scenario.contract)
        scenario.play(origin)
        _let_time_pass(house)
        for arrival in house.hindsight.arrivals[-MOST_ARRIVALS:]:
            with house.judging(arrival.consequence):
                _go_on(house.sessions[arrival.consequence.target], arrival)
    except Stopped:
        if not house.breached and not house.own_breach():
            raise
    broken = house.own_breach()
    if broken is not None:
        house.excuse([c for c in house.linkage.consequences if c.after is scenario.contract], broken)


def _let_time_pass(house: House) -> None:
    """Go on to when the others must show what they know, and look: the clocks of all systems together. A system whose clock cannot be
    moved is not judged by what it will show some day."""
    if not house.linkage.passes:
        return
    first, *others = house.sessions.values()
    why = first.move_clock(house.linkage.passes)
    now = datetime.strptime(first.clock()[:14], "%Y%m%d%H%M%S")
    why = why or next((told for one in others if (told := one.move_clock(f"{now:%Y-%m-%dT%H:%M:%S}"))), "")
    for consequence in dict.fromkeys(a.consequence.id for a in house.hindsight.arrivals):
        one = next(c for c in house.linkage.consequences if c.id == consequence)
        if why:
            house.known.excuses.setdefault(one.id, f"时钟拨不到 {house.linkage.passes} 之后：{why}")
            continue
        with house.judging(one, late=True):
            observe(house.sessions[one.target], MOST_ASKED)


def _go_on(session: Session, arrival: Arrival) -> None:
    """Try what only the event makes possible, and what it has put an end to."""
    left, title = MOST_TRIED, arrival.consequence.comes.title
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
