"""The same inner message in another legal writing: it is accepted, handled and shown like any other, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.cases.search import helpful
from kanhe.model.contract import Contract
from kanhe.run.looking import observe
from kanhe.run.scenarios.scenario import Scenario, act, perform_one
from kanhe.run.session import Session

MOST_STEPS = 6


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """One scenario for every operation that hands in an inner message."""
    if contract.effects and any(f.path.startswith(f"{one.at}.") for one in contract.nested for f in contract.request):
        yield Scenario(contract=contract, name="内层报文换一种写法", play=lambda s: _loosely(s, contract))


def _loosely(session: Session, contract: Contract) -> None:
    """Hand it in with line breaks between tags and in the base64, then take it on step by step; each time look."""
    session.loose = True
    try:
        if act(session, contract, note="内层报文换一种写法") is None:
            return
        observe(session)
        for operation in helpful(session.table(), contract)[:MOST_STEPS]:
            if operation.id != contract.id and operation.effects and perform_one(session, operation):
                observe(session)
    finally:
        session.loose = False
