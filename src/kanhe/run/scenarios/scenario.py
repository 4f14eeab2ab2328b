"""A scenario and the moves that all scenarios share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kanhe.cases.fill import restamp
from kanhe.cases.search import Goal, direct, reach, success
from kanhe.cases.table import Route
from kanhe.contract.issued import creates
from kanhe.model.contract import Contract
from kanhe.model.document import Document, get
from kanhe.model.exchange import Exchange
from kanhe.run.causing import cause
from kanhe.run.looking import settle
from kanhe.run.ours import ended, left_open, undecided
from kanhe.run.scenarios.money import more, pays_in
from kanhe.run.session import Session, Stopped
from kanhe.run.waiting import pending

MOST_SEARCHES = 3  # a goal that was not reached that often is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One idea tried on one operation. aim: promise ids that stay untried when it cannot be performed."""

    contract: Contract
    name: str
    play: Callable[[Session], None]
    aim: tuple[str, ...] = ()


def perform_one(session: Session, operation: Contract, *, near: bool = False, settled: bool = True) -> bool:
    """Perform one operation so that it succeeds, without anything before it; False when it cannot. near: see `at_once`. settled: follow
    what it leaves under way to its end."""
    route = at_once(session, operation, success, near=near)
    if route is None:
        return False
    if operation.kind == "stimulus":
        return cause(session, operation, route.request)
    larger = more(session, operation, route.request) if session.mind and pays_in(operation) else route.request
    session.send(operation, larger, sorted_=route.sorted if larger is route.request else None)
    session.memory = session.memory.about(session.mind)
    if settled:
        settle(session)
    return True


def at_once(session: Session, contract: Contract, goal: Goal = success, *, near: bool) -> Route | None:
    """A request that reaches the goal now. near: rather one about what this scenario has touched than about what others left behind."""
    if near:
        found = direct(session.table(), contract, session.near(), goal)
        if found is not None:
            here = session.table().sort(contract, found.request, session.worlds[0])
            if goal(found.request, here):
                return Route(request=found.request, sorted=here)
    return direct(session.table(), contract, session.stand(), goal)


def prepare(session: Session, contract: Contract, goal: Goal = success, *, mark: str = "", afresh: bool = False) -> Route | None:
    """Perform what must come first, then give the request that reaches the goal now; None when no way is found.

    A way that was found once per contract and mark is walked again; where it no longer leads there, another is looked for.
    afresh: about something of this scenario's own, rather than what others have left behind, in whatever state that is.
    """
    found = direct(session.table(), contract, session.near() if afresh else session.stand(), goal)
    if found is not None and not _borrowed(session, contract, found.request):
        return found
    return (_led(session, contract, goal, mark, near=True) or (_led(session, contract, goal, mark, near=False) if found is None else None)
            or direct(session.table(), contract, session.stand(), goal) or _decided(session, contract, goal, mark))


def _decided(session: Session, contract: Contract, goal: Goal, mark: str) -> Route | None:
    """What only an end at our own side makes possible, where we are the bank: a request of the peer's is left open, then ended so. Where
    none of the ends leads there, they are not tried for it again."""
    key, decided = (contract.id, mark), session.searches.decided
    if contract.kind != "call" or (key in decided and decided[key] is None):
        return None
    for stimulus, event in [(s, e) for s, events in undecided(session) for e in events]:
        if decided.get(key, event) is not event:
            continue
        route = direct(session.table(), stimulus, session.stand())
        if route is not None and left_open(session, stimulus, route.request):
            ended(session, [event])
        found = at_once(session, contract, goal, near=True)
        if found is not None:
            decided[key] = event
            return found
    decided.setdefault(key, None)
    return None


def _borrowed(session: Session, contract: Contract, request: Document) -> bool:
    """Whether a key of the request is known from nowhere and names, by chance, what an earlier scenario has left behind."""
    new, books = creates(contract), session.worlds[0]
    said = {get(request, f.path) for f in contract.request
            if f.role == "key" and f.fresh is None and f.constant is None and f.path not in new and "[]" not in f.path}
    unknown = said - {value for record in session.memory.records for value in record.values()}
    if not unknown:
        return False
    ours = books.touched | session.given
    return any(not unknown.isdisjoint(key) and (kind, key) not in ours for kind, key, _ in books.walk())


def _led(session: Session, contract: Contract, goal: Goal, mark: str, *, near: bool) -> Route | None:
    """Walk a way to the goal: the one that is known, else one that is looked for, from what is near alone or in all the books."""
    key, tried = (contract.id, mark), (contract.id, mark, near)
    way = session.ways.get(key)
    if way is not None:
        found = _walk(session, contract, way, goal, near=near, key=key)
        if found is not None:
            return found
    if contract.id in session.fed:
        return None
    walked: tuple[Contract, ...] = ()
    for _ in range(MOST_SEARCHES):  # what was imagined may come otherwise; from where it led, the rest of the way is looked for
        stand = session.near() if near else session.stand()
        route = reach(session.table(), contract, stand, goal) if session.searches.failed.get(tried, 0) < MOST_SEARCHES else None
        if route is None:
            session.searches.failed[tried] = session.searches.failed.get(tried, 0) + 1
            return None
        walked += route.before
        found = _walk(session, contract, route.before, goal, near=near, key=key)
        if found is not None:
            session.ways[key] = walked
            session.searches.failed.clear()  # a new way may lead on to what was out of reach
            return found
    return None


def _walk(
    session: Session, contract: Contract, way: Sequence[Contract], goal: Goal, *, near: bool, key: tuple[str, str]
) -> Route | None:
    """What is under way is followed to its end at each step; but of what can only be done meanwhile, not at the last one. A way that was
    pieced together from more than one search may hold a step twice: where the goal is reached before the second, the rest is left out for
    good."""
    for number, operation in enumerate(way, 1):
        if operation in way[: number - 1] and (found := direct(session.table(), contract, session.near(), goal)) is not None:
            session.ways[key] = tuple(way[: number - 1])
            return found
        perform_one(session, operation, near=near, settled=number < len(way))
    if way and pending(session) and key not in session.searches.meanwhile:
        here = at_once(session, contract, goal, near=near)
        settle(session)
        found = at_once(session, contract, goal, near=near)
        session.searches.meanwhile |= {key} if here is not None and found is None else set()
        return found
    return at_once(session, contract, goal, near=near)


def nearest(session: Session, contracts: Sequence[Contract]) -> list[Contract]:
    """The contracts, first those that need the least before them: what is wrong there is told there, not where it leads to."""
    return sorted(contracts, key=lambda c: len(session.ways.get((c.id, ""), ())))


def act(session: Session, contract: Contract, *, lose_reply: bool = False, afresh: bool = False, note: str = "") -> Exchange | None:
    """Bring one operation to success from wherever the scenario stands; None when no way is found or for a stimulus. afresh: see
    `prepare`."""
    route = prepare(session, contract, afresh=afresh)
    if route is None:
        for promise in (f"{contract.id}:accepts", f"{contract.id}:causes"):
            session.tally.excuse(contract.id, promise, "从未成功过：找不到能走到成功的前置报文")
        return None
    if contract.kind == "stimulus":
        cause(session, contract, route.request)
        return None
    return session.send(contract, route.request, sorted_=route.sorted, lose_reply=lose_reply, note=note)


def again(session: Session, exchange: Exchange, *, note: str = "重发") -> Exchange:
    """Send the same request once more: same business content, new serial and clock."""
    request = restamp(exchange.contract, exchange.request, session.clock(), session.draw)
    return session.send(exchange.contract, request, note=note)


__all__ = ["Scenario", "Stopped", "act", "again", "at_once", "nearest", "perform_one", "prepare"]
