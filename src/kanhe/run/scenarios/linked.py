"""What is tried of a consequence: done until it follows, sent again, with a lost answer, changed, refused, undone and done anew, and among
other things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from kanhe.cases.breaking import breaking, changes
from kanhe.cases.deviate import deviate, of_books, of_types
from kanhe.cases.search import helpful, reach
from kanhe.cases.style import Style
from kanhe.cases.table import Route
from kanhe.contract.draw import Draw
from kanhe.model.contract import Contract
from kanhe.model.document import get
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Absent, Scene
from kanhe.model.linkage import Following, Listing
from kanhe.model.words import Kind
from kanhe.run.house import House
from kanhe.run.looking import settle
from kanhe.run.scenarios import once
from kanhe.run.scenarios.ready import go, looked_for, prepared
from kanhe.run.scenarios.scenario import Scenario, again, at_once, perform_one, prepare
from kanhe.run.scenarios.sequences import Move, play
from kanhe.run.session import Session

MOST_TRIES = 6  # so often it is done, in whatever way comes, until the consequence follows
MOST_REFUSED = 5
LOOKS_NEAR = 16  # so many stands are looked at for a way that stays with the same things: it is short, or there is none
MOST_MOVES = 5
ANSWERED = 12  # from this twist on a move of a sequence gets its answer: what a lost one did is not known, and nothing could be said


def scenarios(house: House, consequence: Following) -> Iterator[Scenario]:
    """What is about one consequence alone: what goes wrong here is its own."""
    after = consequence.after
    yield Scenario(contract=after, name="从它有所引出", play=lambda s: _twice(s, house, consequence))
    if consequence.where is not None:
        yield Scenario(contract=after, name="不在其列的不算", play=lambda s: _until_it_does_not(s, house, consequence))
    if _codes(consequence):
        yield Scenario(contract=after, name="换一个代码", play=lambda s: _in_other_words(s, house, consequence))
    if after.kind == "call":
        yield Scenario(contract=after, name="原样重发", play=lambda s: _resent(s, house, consequence))
        yield Scenario(contract=after, name="应答丢失后重发", play=lambda s: _lost(s, house, consequence))
        yield from once.changed(after)
        yield Scenario(contract=after, name="被拒的不算", play=lambda s: _refused(s, consequence))


def mixtures(house: House, consequence: Following, draw: Draw, sequences: int) -> Iterator[Scenario]:
    """What sets a consequence among others; sequences: how many are random."""
    after = consequence.after
    if consequence.each is not None:
        yield Scenario(contract=after, name="一件事引出几件", play=lambda s: _several(s, house, consequence))
    same = [one for one in house.linkage.rules if one.after is after]  # each other operation once, whatever follows
    for operation in _on_the_same(house.sessions[consequence.origin], after)[same.index(consequence)::len(same)]:
        yield Scenario(contract=after, name=f"办过、{operation.title}以后再办", play=lambda s, o=operation: _anew(s, house, consequence, o))  # type: ignore[misc]
    for _ in range(sequences):
        moves = [Move(draw.integer(0, 99), draw.integer(ANSWERED, 99), draw.integer(0, 999)) for _ in range(draw.integer(2, MOST_MOVES))]
        yield Scenario(contract=after, name="夹在别的事情中间", play=lambda s, m=moves: play(s, after, m))  # type: ignore[misc]


def _twice(session: Session, house: House, consequence: Following) -> None:
    for _ in range(2):
        _until_it_follows(session, house, consequence)


def _resent(session: Session, house: House, consequence: Following) -> None:
    done = _until_it_follows(session, house, consequence)
    if done is not None:  # without a key it is done once more, or refused
        again(session, done)
        again(session, done, note="第三次发送")


def _lost(session: Session, house: House, consequence: Following) -> None:
    if consequence.after.idempotency is not None:
        _until_it_follows(session, house, consequence, lose_reply=True)


def _several(session: Session, house: House, consequence: Following) -> None:
    """Do it until more than one thing follows from it at once: a system that tells of the first alone is found only there."""
    for _ in range(MOST_TRIES):
        before, route = house.followed(consequence), prepared(house, session, consequence.after)
        if route is None:
            return
        done, _ = go(session, consequence.after, route)
        if not done or house.followed(consequence) - before > 1:
            return


def _anew(session: Session, house: House, consequence: Following, operation: Contract) -> None:
    """It is done; another operation changes what it was done to, undoes it, or lets it go wrong; then it is done to the same things
    once more."""
    (_several if consequence.each is not None else _until_it_follows)(session, house, consequence)
    others = _on_the_same(session, consequence.after)
    for contract in (operation, consequence.after):
        route = _near_by(session, contract, others)
        if route is not None:
            go(session, contract, route)
            settle(session)


def _near_by(session: Session, contract: Contract, operations: Sequence[Contract]) -> Route | None:
    """A request about what this scenario has touched, after what these operations do to it where that is needed."""
    found = reach(replace(session.table(), operations=list(operations), left=LOOKS_NEAR), contract, session.near())
    for step in found.before if found is not None else ():
        perform_one(session, step, near=True)
    return at_once(session, contract, near=True) if found is not None else None


def _on_the_same(session: Session, contract: Contract) -> list[Contract]:
    """The other operations that help, but for those that open what it changes: with a new one it would be done for the first time."""
    changed = {e.kind for e in contract.effects if e.verb != "open"}
    return [o for o in helpful(session.table(), contract)
            if o is not contract and not any(e.verb == "open" and e.kind in changed for e in o.effects)]


def _until_it_follows(session: Session, house: House, consequence: Following, *, lose_reply: bool = False) -> Exchange | None:
    """Do it, in whatever way comes, until the consequence follows; the exchange with which it did. Where none that comes of itself is of
    the kind, one is looked for. lose_reply: what came of it shows only when it is sent again."""
    contract = consequence.after
    for number in range(MOST_TRIES):
        before = house.followed(consequence)
        rare = consequence.where is not None and (consequence.id in house.known.rare or number == MOST_TRIES - 1)
        wanted = consequence if rare and not isinstance(consequence, Listing) else None
        route = looked_for(session, house, wanted) if wanted is not None else prepared(house, session, contract)
        done, exchange = go(session, contract, route, lose_reply=lose_reply) if route is not None else (False, None)
        if exchange is not None and lose_reply:
            again(session, exchange, note="应答丢失后重发")
            again(session, exchange, note="再次重发")
        if not done or house.followed(consequence) > before:
            return exchange
    return None


def _until_it_does_not(session: Session, house: House, consequence: Following) -> None:
    """Do it in a way in which it succeeds and the consequence does not follow: then it must show nowhere."""
    for _ in range(MOST_TRIES):
        before, route = house.followed(consequence), prepared(house, session, consequence.after)
        if route is None:
            return
        other = _not_meant(session, consequence, route)
        go(session, consequence.after, other or route)
        if other is not None or house.followed(consequence) == before:
            return


def _in_other_words(session: Session, house: House, consequence: Following) -> None:
    """Do it with another code in each field from which the other system learns one: what it makes of the usual one may be a habit."""
    contract, paths = consequence.after, _codes(consequence)
    for path in paths:
        route = prepared(house, session, contract)
        if route is None:
            return
        pen = session.table().pen(contract, session.stand(), Style())
        for change in of_types(contract, route.request):
            if change.sort == "edge" and re.sub(r"\.[0-9]+", "[]", change.path) == path and change.node != get(route.request, change.path):
                request = deviate(pen, route.request, change)
                found = session.table().sort(contract, request, session.worlds[0])
                if found.fine:
                    go(session, contract, Route(request=request, sorted=found))
                    break


def _codes(consequence: Following) -> list[str]:
    """The fields with a code of a list that what follows is told from."""
    read = {path.partition(".")[2] for formula in consequence.formulas for path in formula.paths}
    return [f.path for f in consequence.after.request if f.type.kind is Kind.CODE and f.constant is None and f.path in read]


def _not_meant(session: Session, consequence: Following, route: Route) -> Route | None:
    """The request with one value changed so that it is granted all the same, and the consequence does not follow from it."""
    contract, table = consequence.after, session.table()
    pen = table.pen(contract, session.stand(), Style())
    for change in (*of_books(pen, route.request), *of_types(contract, route.request)):
        request = deviate(pen, route.request, change)
        found = table.sort(contract, request, session.worlds[0])
        scene = Scene(request=request, books=session.worlds[0], now=session.clock(), parameters=session.catalogue.parameters)
        with suppress(Absent, ArithmeticError):  # what only the reply tells
            if found.fine and consequence.where is not None and not consequence.where(scene):
                return Route(request=request, sorted=found)
    return None


def _refused(session: Session, consequence: Following) -> None:
    """Requests that the system must refuse, and from which nothing may follow."""
    contract = consequence.after
    promises = [r.id for r in contract.rules if r.on == "state" and r.level == "must" and r.holds is not None]
    for promise in promises[:MOST_REFUSED]:
        route = prepare(session, contract)
        if route is None:
            return
        bad = _spoilt(session, contract, route, promise)
        if bad is not None:
            session.send(contract, bad.request, sorted_=bad.sorted, note=f"违反 {promise}", aim=promise)


def _spoilt(session: Session, contract: Contract, route: Route, promise: str) -> Route | None:
    """A request that breaks this promise: best the good one with a place changed, so that nothing else is wrong about it."""
    table, books = session.table(), session.worlds[0]
    pen = table.pen(contract, session.stand(), Style())
    for _, request, found in changes(table, pen, route.request, promise):
        if table.broken_alone(contract, request, books, promise):
            return Route(request=request, sorted=found)
    bad = breaking(table, contract, session.near(), promise)
    why = table.broken_by(contract, bad.request, books, promise) if bad is not None else None
    return Route(request=bad.request, sorted=why) if bad is not None and why is not None else None
