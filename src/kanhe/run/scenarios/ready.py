"""What no system of a house can reach alone: others bring it within reach, and a consequence is brought about for its own sake."""

from __future__ import annotations

from dataclasses import replace

from kanhe.books.effects import apply
from kanhe.cases.search import Goal, direct, helpful
from kanhe.cases.sorting import Sorted
from kanhe.cases.table import Route
from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Scene
from kanhe.model.linkage import Consequence
from kanhe.run.causing import cause
from kanhe.run.house import House
from kanhe.run.scenarios.otherwise import prepare_otherwise
from kanhe.run.scenarios.scenario import act, perform_one, prepare
from kanhe.run.session import Session


def make_ready(house: House, session: Session, goal: Contract, stack: tuple[str, ...] = ()) -> None:
    """Bring the goal within reach: where the system cannot get there alone, let others do what only they can bring about here. stack: ids
    of what waits for that; systems may need each other in turn."""
    if goal.id not in house.known.needy:
        if prepare(session, goal) is not None:
            return
        house.known.needy.add(goal.id)
    told, brought = _that_may_help(house, session, goal, stack), set[str]()
    for opening in (True, False):  # what is only changed, or ended, may be out of reach for the goal afterwards
        for consequence in told:
            if any(e.verb == "open" for e in consequence.comes.effects) is opening:
                origin, before = house.sessions[consequence.origin], house.followed(consequence)
                make_ready(house, origin, consequence.after, (goal.id, *stack))
                bring_about(origin, house, consequence)
                if house.followed(consequence) == before:
                    continue
                brought.add(consequence.id)
                if direct(session.table(), goal, session.near()) is not None:
                    house.known.helped.setdefault(goal.id, {consequence.id} if goal.id in session.fed else brought)
                    return
        if prepare(session, goal) is not None:
            house.known.helped.setdefault(goal.id, brought)
            return
        for operation in reversed(helpful(session.table(), goal)):  # too far to see the whole way at once: the farthest first
            perform_one(session, operation, near=True)
        if prepare(session, goal) is not None:
            house.known.helped.setdefault(goal.id, brought)
            return
    house.known.helped.pop(goal.id, None)


def _that_may_help(house: House, session: Session, goal: Contract, stack: tuple[str, ...]) -> list[Consequence]:
    """What others can bring about here that changes what the goal looks at; once the goal was reached, what came about then."""
    seat = session.peer.family, session.peer.role
    everything = [c for c in session.contracts() if c.sender == session.peer.role or c.receiver == session.peer.role]
    wanted = {c.id for c in helpful(replace(session.table(), operations=everything), goal)}
    told = [c for c in house.linkage.consequences
            if c.target == seat and c.comes.id in wanted and c.origin != seat and c.after.id not in stack]
    helped = house.known.helped.get(goal.id)
    return told if helped is None else [c for c in told if c.id in helped]


def prepared(house: House, session: Session, contract: Contract) -> Route | None:
    """Like `prepare`; what the others bring, they bring once more."""
    if contract.id in session.fed and direct(session.table(), contract, session.near()) is None:
        make_ready(house, session, contract)
    return prepare(session, contract)


def bring_about(session: Session, house: House, consequence: Consequence) -> None:
    """Let it follow, for the sake of what it makes possible."""
    before = house.followed(consequence)
    if consequence.id not in house.known.rare:
        act(session, consequence.after)
    if consequence.where is None or house.followed(consequence) != before:
        return
    if (route := looked_for(session, house, consequence)) is not None:
        go(session, consequence.after, route)


def looked_for(session: Session, house: House, consequence: Consequence) -> Route | None:
    """A request from which it follows, though what comes of itself is not of the kind."""
    route = prepare_otherwise(session, consequence.after, _meant(session, house, consequence), mark=consequence.id)
    house.known.rare |= {consequence.id} if route is not None else set()
    return route


def _meant(session: Session, house: House, consequence: Consequence) -> Goal:
    """It succeeds, and the consequence follows as far as the request tells."""

    def goal(request: Document, found: Sorted) -> bool:
        if not found.fine or found.books is None:
            return False
        scene = Scene(request=request, books=found.books, now=found.now, parameters=session.catalogue.parameters)
        after = replace(scene, books=apply(consequence.after, found.books, scene)[0])
        return any(here for _, here in house.events(consequence, after))

    return goal


def go(session: Session, contract: Contract, route: Route, *, lose_reply: bool = False) -> tuple[bool, Exchange | None]:
    """Send it, or cause it; whether it came about, and the exchange of a call."""
    if contract.kind == "stimulus":
        return cause(session, contract, route.request), None
    return True, session.send(contract, route.request, sorted_=route.sorted, lose_reply=lose_reply)
