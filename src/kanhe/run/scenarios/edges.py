"""Legal edges of every field: those of different places together in one message; where that is found wrong, each by itself, so that what is
told is told of one place."""

from __future__ import annotations

from collections.abc import Sequence

from kanhe.cases.deviate import Deviation, deviate, of_types
from kanhe.cases.style import Style
from kanhe.contract.issued import creates
from kanhe.model.contract import Contract
from kanhe.model.document import get
from kanhe.run.looking import observe
from kanhe.run.scenarios.scenario import Scenario, prepare
from kanhe.run.scenarios.trying import attempt, count
from kanhe.run.session import Session

MOST_TOGETHER = 8  # a note that names more is no longer read
KEYS_A_SCENARIO = 6


def scenario(contract: Contract) -> Scenario:
    """All edges of one operation."""
    return Scenario(contract=contract, name="字段边界", play=lambda s: _edges(s, contract))


def _edges(session: Session, contract: Contract) -> None:
    route = prepare(session, contract)
    if route is None:
        return
    new = creates(contract)
    edges = [c for c in of_types(contract, route.request) if c.sort == "edge"]
    _all_together(session, contract, [c for c in edges if c.path not in new])
    _odd_keys(session, contract, [c for c in edges if c.path in new])


def _all_together(session: Session, contract: Contract, left: list[Deviation]) -> None:
    """As few messages as show every edge that is legal here. Of those that are found wrong together the first that is so alone is told,
    and those behind it are sent once more without it; a promise that is known to be broken need not be shown by one place."""
    while left:
        sent: list[Deviation] = []
        seen = attempt(session, lambda: _send(session, contract, left, sent))  # noqa: B023 - played at once
        left = [c for c in left if c not in sent] if sent else []
        if not seen.broken:
            continue
        alone = _first_alone(session, contract, sent) if len(sent) > 1 and seen.new(session) else None
        if alone is None:
            count(session, seen)
        else:
            left = sent[alone + 1 :] + left


def _first_alone(session: Session, contract: Contract, sent: Sequence[Deviation]) -> int | None:
    """Which of the edges is the first that is found wrong by itself; that is counted."""
    for number, change in enumerate(sent):
        seen = attempt(session, lambda: _send(session, contract, [change], []))  # noqa: B023 - played at once
        if seen.broken:
            count(session, seen)
            return number
    return None


def _send(session: Session, contract: Contract, changes: Sequence[Deviation], sent: list[Deviation]) -> None:
    """One message with the changes that are legal here beside each other; which they are is added to `sent`."""
    session.check_budget()
    route = prepare(session, contract)
    if route is None:
        return
    table, books, request = session.table(), session.worlds[0], route.request
    pen = table.pen(contract, session.stand(), Style())
    for change in changes:
        other = deviate(pen, request, change)
        if any(get(other, c.path) != c.node for c in sent):  # another edge of the same place, or a sum that is worked out from this one
            continue
        if table.sort(contract, other, books).fine:
            request = other
            sent.append(change)
        if len(sent) == MOST_TOGETHER:
            break
    if sent:
        session.send(contract, request, note="；".join(c.note for c in sent))
        observe(session)


def _odd_keys(session: Session, contract: Contract, changes: Sequence[Deviation]) -> None:
    """One by one: odd new keys may be refused, never crash."""
    sent = 0
    for change in changes:
        session.check_budget()
        if sent % KEYS_A_SCENARIO == 0:
            observe(session)
            session.begin()
        route = prepare(session, contract)
        if route is None:
            return
        table = session.table()
        request = deviate(table.pen(contract, session.stand(), Style()), route.request, change)
        found = table.sort(contract, request, session.worlds[0])
        if found.open:
            session.send(contract, request, sorted_=found, note=change.note)
            sent += 1  # what the way led to is used up
    observe(session)
