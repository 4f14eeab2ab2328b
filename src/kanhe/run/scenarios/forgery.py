"""Forged and replayed seals: each is refused, books nothing and does not use up the business key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kanhe.books.outcome import classify
from kanhe.model.contract import Contract
from kanhe.model.exchange import Message
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass
from kanhe.run.scenarios.scenario import Scenario, prepare
from kanhe.run.session import Session
from kanhe.wire.seal import FORGERIES

Forge = Callable[[Message], Message]


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """One scenario per way to forge, and one for the replay of an honest message."""
    seal = contract.party.wire.seal
    if seal is None:
        return
    promise = seal.rule or f"{contract.id}:seal"
    for name in FORGERIES:
        yield Scenario(contract=contract, name=f"签名伪造：{name}", aim=(promise,),
                       play=lambda s, n=name: _forged(s, contract, promise, n))  # type: ignore[misc]
    replay = seal.replay_rule or f"{contract.id}:replay"
    yield Scenario(contract=contract, name="报文重放", aim=(replay,), play=lambda s: _replayed(s, contract, replay))


def _forged(session: Session, contract: Contract, promise: str, name: str) -> None:
    route = prepare(session, contract)
    if route is None or session.post.keys is None:
        session.tally.excuse(contract.id, promise, "没有签名密钥")
        return
    seal = contract.party.wire.seal
    assert seal is not None
    honest = session.post.pack(contract, route.request, now=session.clock())
    forged = FORGERIES[name](seal, session.post.keys, honest)
    found = replace(route.sorted, breach=promise, says=f"签名伪造：{name}")
    session.send(contract, route.request, sorted_=found, raw=forged, note=f"签名伪造：{name}", aim=promise)
    session.observe()
    session.send(contract, route.request, sorted_=route.sorted, note="同一业务键，正确签名：键不得被伪造报文占用")
    session.observe()


def _replayed(session: Session, contract: Contract, promise: str) -> None:
    """The same bytes twice: the second must not be a new success, nor book again."""
    route = prepare(session, contract)
    if route is None or session.post.keys is None:
        session.tally.excuse(contract.id, promise, "没有签名密钥")
        return
    honest = session.post.pack(contract, route.request, now=session.clock())
    session.send(contract, route.request, sorted_=route.sorted, raw=honest, note="正常发送")
    found = session.table().sort(contract, route.request, session.worlds[0])
    second = session.send(contract, route.request, sorted_=replace(found, breach=promise, says="重放的报文不得再次入账"),
                          raw=honest, note="原样重放全部字节", aim=promise)
    seen = classify(contract.outcomes, second.reply) if second.reply is not None else None
    if seen is ReplyClass.SUCCESS:
        session.tally.hear(Verdict(contract=contract.id, promise=promise, outcome=Outcome.BROKEN,
                                   says="重放的报文被当作新报文接受"), second)
    session.observe()
