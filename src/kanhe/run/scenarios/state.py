"""State promises: every one is broken on purpose once, and its boundary is crossed from the legal side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from kanhe.cases.breaking import breaking, changes
from kanhe.cases.deviate import Deviation, deviate, of_books
from kanhe.cases.fill import fill
from kanhe.cases.search import reach_breaking
from kanhe.cases.style import Style
from kanhe.cases.table import Route
from kanhe.model.contract import Contract
from kanhe.run.looking import observe
from kanhe.run.scenarios.overlooked import next_to_nothing
from kanhe.run.scenarios.scenario import Scenario, perform_one, prepare
from kanhe.run.session import Session

MOST_BOUNDARIES = 24
MORE_TRIES = 3  # each with other draws


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """One scenario per state rule and per boundary."""
    promises = [r.id for r in contract.rules if r.on == "state" and r.level == "must" and r.holds is not None]
    if any(e.verb == "move" and e.source for e in contract.effects):
        promises.append(f"{contract.id}:moves")
    for promise in promises:
        yield Scenario(contract=contract, name=f"违反 {promise}", aim=(promise,),
                       play=lambda s, p=promise: _break(s, contract, p))  # type: ignore[misc]
    yield Scenario(contract=contract, name="边界上的合规请求", play=lambda s: _boundaries(s, contract))


def untried(session: Session, contract: Contract) -> Iterator[Scenario]:
    """Once more those that nothing came of, or that another promise hid, so that a peer that forgets them would have refused all the same:
    in books that are full a search loses its way, so it begins where nothing has been done."""
    for scenario in (s for _ in range(MORE_TRIES) for s in scenarios(contract)):
        if scenario.aim and (not session.tally.tried(contract.id, scenario.aim[0]) or (contract.id, scenario.aim[0]) in session.masked):
            yield replace(scenario, play=partial(_break, contract=contract, promise=scenario.aim[0], near=True))


def _break(session: Session, contract: Contract, promise: str, *, near: bool = False) -> None:
    if promise == f"{contract.id}:moves" and session.tally.tried(contract.id, promise):
        return  # a rule that says the same was broken before, and it stands before the moves wherever one looks
    if not session.tally.owes(contract.id, promise):
        return
    route = _prepare_breaking(session, contract, promise, near=near)
    if route is None:
        session.tally.excuse(contract.id, promise, "未测到：找不到只违反这一条的请求")
        return
    if session.table().broken_alone(contract, route.request, session.worlds[0], promise):
        session.masked.discard((contract.id, promise))
    else:
        session.masked.add((contract.id, promise))
    session.send(contract, route.request, sorted_=route.sorted, note=f"违反 {promise}（{route.note or '当前账面'}）", aim=promise)
    observe(session)
    next_to_nothing(session, contract, route.request, promise)
    more = breaking(session.table(), contract, session.stand(), promise)
    if more is not None and more.request != route.request:
        session.send(contract, more.request, sorted_=more.sorted, note=f"再次违反 {promise}", aim=promise)
    _all_ways(session, contract, promise)
    observe(session)


def _all_ways(session: Session, contract: Contract, promise: str) -> None:
    """The other one-place changes that break the same promise: amounts just beyond, other parties, doubled rows."""
    seen: set[str] = set()
    for style in (Style(), Style(rows=1)):
        pen = session.table().pen(contract, session.stand(), style)
        base = fill(pen)
        for change, request, found in changes(session.table(), pen, base, promise):
            if len(seen) > 16 or (mark := f"{change.path}|{change.node}") in seen:
                continue
            seen.add(mark)
            session.send(contract, request, sorted_=found, note=f"违反 {promise}：{change.note}", aim=promise)


def _prepare_breaking(session: Session, contract: Contract, promise: str, *, near: bool) -> Route | None:
    """near: among what this scenario has done alone."""
    stand = session.near if near else session.stand
    route = reach_breaking(session.table(), contract, stand(), promise)
    for operation in route.before if route is not None else ():
        perform_one(session, operation, near=near)
    return breaking(session.table(), contract, stand(), promise)


def _boundaries(session: Session, contract: Contract) -> None:
    """Each legal boundary value once, in a scenario of its own; nothing may be off by one."""
    done: set[str] = set()
    for _ in range(MOST_BOUNDARIES):
        session.check_budget()
        session.begin()
        route = prepare(session, contract)
        if route is None:
            return
        pen = session.table().pen(contract, session.stand(), Style())
        change = next(_fresh_changes(session, contract, route, done), None)
        if change is None:
            return
        request = deviate(pen, route.request, change)
        session.send(contract, request, note=f"边界：{change.note}")
        observe(session)


def _fresh_changes(session: Session, contract: Contract, route: Route, done: set[str]) -> Iterator[Deviation]:
    table, books = session.table(), session.worlds[0]
    pen = table.pen(contract, session.stand(), Style())
    seen: dict[str, int] = {}
    for change in of_books(pen, route.request):
        seen[change.path] = seen.get(change.path, 0) + 1
        mark = f"{change.path}#{seen[change.path]}"
        if mark in done:
            continue
        done.add(mark)
        request = deviate(pen, route.request, change)
        if table.sort(contract, request, books).fine:
            yield change
