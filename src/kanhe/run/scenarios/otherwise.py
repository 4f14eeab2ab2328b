"""A way that is known to lead to a message, gone with another step in it: to a message of another kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kanhe.cases.search import Goal, direct, imagine, reach
from kanhe.cases.table import Route, Stand, Table
from kanhe.model.contract import Contract
from kanhe.run.scenarios.scenario import at_once, perform_one
from kanhe.run.session import Session

LOOKS = 100  # at stands, for the way to one other step


def prepare_otherwise(session: Session, contract: Contract, goal: Goal, *, mark: str) -> Route | None:
    """The request for a goal that what comes of itself does not reach: what opens the thing may be another operation, and one more may be
    done to it. The way that leads there is known by its mark from then on."""
    found = at_once(session, contract, goal, near=True)
    if found is not None:
        return found
    if (contract.id, mark) not in session.ways:
        way = next(_ways(session, contract, goal), None)
        if way is None:
            return None
        session.ways[contract.id, mark] = way
    for operation in session.ways[contract.id, mark]:
        perform_one(session, operation, near=True)
    return at_once(session, contract, goal, near=True)


def _ways(session: Session, contract: Contract, goal: Goal) -> Iterator[tuple[Contract, ...]]:
    """Those with another step, first one that is possible at once, then one that needs a way of its own; then those with one step more."""
    stand, known = session.near(), session.ways.get((contract.id, ""), ())
    others = [(place, other) for place, step in enumerate(known) for other in session.table().operations if _opened(other) & _opened(step)]
    ways = list[tuple[Contract, ...]]()
    for far in (False, True):
        for place, other in others:
            table = replace(session.table(), left=LOOKS)
            route = reach(table, other, stand) if far else direct(table, other, stand)
            if route is None or bool(route.before) is not far:
                continue
            ways.append((*known[:place], *route.before, other, *known[place + 1 :]))
            if _leads(session, contract, goal, stand, ways[-1]):
                yield ways[-1]
    changed = {e.kind for e in contract.effects}
    more = [o for o in session.table().operations if o is not contract and _changed(o) & changed]
    for longer in ((*way, step) for way in ways for step in more):
        if _leads(session, contract, goal, stand, longer):
            yield longer


def _leads(session: Session, contract: Contract, goal: Goal, stand: Stand, way: Sequence[Contract]) -> bool:
    table = session.table()
    return direct(table, contract, _after(table, way, stand), goal) is not None


def _after(table: Table, way: Sequence[Contract], stand: Stand) -> Stand:
    for one in way:
        stand = imagine(table, one, stand) or stand
    return stand


def _opened(contract: Contract) -> set[str]:
    return {e.kind for e in contract.effects if e.verb == "open"}


def _changed(contract: Contract) -> set[str]:
    return {e.kind for e in contract.effects} - _opened(contract)
