"""What is under way is not done: whatever needs a finished thing is refused while the thing is not.

The thing is begun and asked for at once, before it comes to its end; only where the peer's events are said to come within a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.cases.fill import fill
from kanhe.cases.style import Style
from kanhe.model.contract import Contract
from kanhe.run.looking import observe
from kanhe.run.scenarios.scenario import Scenario, prepare
from kanhe.run.session import Session


def scenarios(session: Session, contract: Contract) -> Iterator[Scenario]:
    """One for each way to begin what a state promise of the contract looks at."""
    kinds = {event.alone for event in session.drift().events if event.due_s}
    looked_at = kinds & {k for r in contract.rules if r.on == "state" and r.level == "must" and r.holds is not None for k in r.holds.reads}
    for opener in session.called():
        if opener is not contract and any(e.verb == "open" and e.kind in looked_at for e in opener.effects):
            yield Scenario(contract=contract, name="未办完", play=lambda s, o=opener: _too_early(s, contract, o))  # type: ignore[misc]


def _too_early(session: Session, contract: Contract, opener: Contract) -> None:
    route = prepare(session, opener)
    if route is None:
        return
    session.send(opener, route.request, sorted_=route.sorted, note="开始办")
    request = fill(session.table().pen(contract, session.stand(), Style()))
    found = session.table().sort(contract, request, session.worlds[0])
    if found.refused_by:
        session.send(contract, request, sorted_=found, note=f"{opener.title}还没有办完", aim=found.refused_by)
        observe(session, most=1)
