"""A key whose first try was refused: once the way is free and the same request is granted, a resend may not book it again.

Whether a peer grants a key that it has refused before is its own affair, and nothing is said of that: only what follows a grant is judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kanhe.books.outcome import classify
from kanhe.cases.breaking import breaking
from kanhe.cases.fill import restamp
from kanhe.cases.search import reach_granting
from kanhe.model.contract import Contract
from kanhe.model.exchange import Exchange
from kanhe.model.verdict import Verdict
from kanhe.model.words import ReplyClass
from kanhe.run.looking import observe
from kanhe.run.scenarios.scenario import Scenario, again, perform_one, prepare
from kanhe.run.session import Session, Stopped

MOST_PROMISES = 6


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """One for each operation that has a key of its own and can be refused for what is in the books."""
    if contract.effects and contract.idempotency is not None and any(r.on == "state" and r.level == "must" for r in contract.rules):
        promise = contract.idempotency.rule or f"{contract.id}:idempotent"
        yield Scenario(contract=contract, name="先拒后成再重发", play=lambda s: _refused_first(s, contract), aim=(promise,))


def _refused_first(session: Session, contract: Contract) -> None:
    promises = [r.id for r in contract.rules if r.on == "state" and r.level == "must" and r.holds is not None]
    for promise in promises[:MOST_PROMISES]:
        session.check_budget()
        session.begin()
        if prepare(session, contract) is None:
            return
        bad = breaking(session.table(), contract, session.near(), promise)
        if bad is None:
            continue
        way = reach_granting(replace(session.table(), left=40), contract, session.near(), bad.request, promise)
        found = session.table().sort(contract, bad.request, session.worlds[0])
        if way is None or found.refused_by != promise:
            continue
        first = session.send(contract, bad.request, sorted_=found, note=f"违反 {promise}（{bad.note or '当前账面'}）", aim=promise)
        for operation in way.before:
            perform_one(session, operation, near=True)
        granted = _granted(session, first)
        if granted is not None:
            again(session, granted, note="先拒后成之后重发")
            observe(session)
            return


def _granted(session: Session, first: Exchange) -> Exchange | None:
    """The same request once more, where an honest peer may grant it; None, and nothing is said, where it does not."""
    contract = first.contract
    request = restamp(contract, first.request, session.clock(), session.draw)
    found = session.table().sort(contract, request, session.worlds[0])
    if not found.fine:
        return None
    worlds, memory, fresh = session.worlds, session.memory, list(session.fresh)
    held: list[tuple[Verdict, Exchange | None]] = []
    session.held = held
    try:
        done = session.send(contract, request, sorted_=found, note="可以办了，原键再送")
    except Stopped:
        done = None
    finally:
        session.held = None
    if done is not None and done.reply is not None and classify(contract.outcomes, done.reply) is ReplyClass.SUCCESS:
        session.count(held)
        return done
    session.worlds, session.memory, session.fresh = worlds, memory, fresh
    return None
