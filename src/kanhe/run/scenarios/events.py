"""Events at the peer: each is caused, its messages judged, answered, and left unanswered once."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.cases.deviate import deviate, of_books, of_types
from kanhe.cases.fill import Style
from kanhe.model.contract import Contract
from kanhe.run.scenarios.scenario import Scenario, prepare
from kanhe.run.session import Session

MOST_VARIANTS = 30


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """Cause the event plainly, with lost answers, and with every legal variant of its values."""
    aim = (f"{contract.id}:causes",)
    yield Scenario(contract=contract, name="触发", play=lambda s: _cause(s, contract), aim=aim)
    yield Scenario(contract=contract, name="触发后不应答", play=lambda s: _unanswered(s, contract))
    yield Scenario(contract=contract, name="触发值的边界", play=lambda s: _variants(s, contract))


def _cause(session: Session, contract: Contract) -> None:
    for _ in range(2):
        route = prepare(session, contract)
        if route is None:
            session.tally.excuse(contract.id, f"{contract.id}:causes", "从未触发：找不到前置报文")
            return
        if not session.cause(contract, route.request):
            return
        session.observe()


def _unanswered(session: Session, contract: Contract) -> None:
    route = prepare(session, contract)
    if route is None or not contract.causes:
        return
    session.hang_up = 1
    session.cause(contract, route.request)
    session.hang_up = 0
    session.observe()
    route = prepare(session, contract)
    if route is not None:
        session.cause(contract, route.request)
        session.observe()


def _variants(session: Session, contract: Contract) -> None:
    """Legal variants one after the other; a new scenario every few so that stories stay short."""
    done: set[str] = set()
    for number in range(MOST_VARIANTS):
        session.check_budget()
        if number % 3 == 0:
            session.begin()
        route = prepare(session, contract)
        if route is None:
            return
        pen = session.table().pen(contract, session.stand(), Style())
        for change in (*of_books(pen, route.request), *of_types(contract, route.request)):
            mark = f"{change.path}|{change.note}"
            if mark in done or change.sort not in ("edge", "boundary", "state"):
                continue
            done.add(mark)
            request = deviate(pen, route.request, change)
            if session.table().sort(contract, request, session.worlds[0]).fine:
                session.cause(contract, request)
                break
        else:
            return
        session.observe()
