"""One operation right after another, about the same things: what the first leaves behind is what the second begins with.

Chance meets few of these pairs; each is played once, the first one with a little money, so that something is left for the second.
"""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.cases.search import helpful
from kanhe.model.contract import Contract
from kanhe.run.looking import observe, settle
from kanhe.run.scenarios.money import LITTLE, with_amount
from kanhe.run.scenarios.scenario import Scenario, at_once, perform_one, prepare
from kanhe.run.session import Session

MOST_BEFORE = 8


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """One for each operation that does something."""
    if contract.kind == "call" and contract.effects:
        yield Scenario(contract=contract, name="相接", play=lambda s: _after_each(s, contract))


def _after_each(session: Session, contract: Contract) -> None:
    """Ways that are found here lead through what was done before, and are longer than need be: nobody shall walk them again."""
    ways, failed = dict(session.ways), dict(session.searches.failed)
    try:
        _play(session, contract)
    finally:
        session.ways, session.searches.failed = ways, failed


def _play(session: Session, contract: Contract) -> None:
    others = [o for o in helpful(session.table(), contract) if o.effects and o is not contract]
    for other in others[:MOST_BEFORE]:
        session.check_budget()
        session.begin()
        if prepare(session, contract) is None:
            return
        known = session.exchanges
        if not _a_little(session, other) or session.exchanges == known:
            continue
        route = at_once(session, contract, near=True)
        if route is not None:
            session.send(contract, route.request, sorted_=route.sorted, note=f"在{other.title}之后")
            observe(session, most=2)


def _a_little(session: Session, operation: Contract) -> bool:
    """Perform the operation on what this scenario is about, with a little money where it may be little; False where it cannot be done."""
    route = at_once(session, operation, near=True) if operation.kind == "call" else None
    if route is None:
        return operation.kind != "call" and perform_one(session, operation, near=True)
    request = with_amount(operation, route.request, LITTLE)
    found = session.table().sort(operation, request, session.worlds[0])
    session.send(operation, request if found.fine else route.request, sorted_=found if found.fine else route.sorted, note="先做一点")
    settle(session)
    return True
