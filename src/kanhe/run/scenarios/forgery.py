"""Forged and replayed seals are refused, book nothing and do not use up the business key; unusual but right ones are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kanhe.books.outcome import classify
from kanhe.model.contract import Contract
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass
from kanhe.run.looking import observe
from kanhe.run.scenarios.scenario import Scenario, prepare
from kanhe.run.session import Session, Stopped
from kanhe.wire.seal.seals import forgeries, genuine, is_sealed, seal_rule


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """One scenario per way to forge, one for the replay of an honest message, one for unusual but right seals."""
    wire = contract.party.wire
    if not is_sealed(wire):
        return
    promise = seal_rule(wire, contract.id)
    for name in forgeries(wire):
        yield Scenario(contract=contract, name=f"签名伪造：{name}", aim=(promise,),
                       play=lambda s, n=name: _forged(s, contract, promise, n))  # type: ignore[misc]
    if wire.seal is not None and wire.seal.stamped:
        replay = wire.seal.replay_rule or f"{contract.id}:replay"
        yield Scenario(contract=contract, name="报文重放", aim=(replay,), play=lambda s: _replayed(s, contract, replay))
    if wire.seal is not None and wire.seal.genuine_rule:
        rule = wire.seal.genuine_rule
        yield Scenario(contract=contract, name="不常见但正确的签名", aim=(rule,), play=lambda s: _genuine(s, contract, rule))


def _forged(session: Session, contract: Contract, promise: str, name: str) -> None:
    route = prepare(session, contract)
    if route is None or session.post.keys is None:
        session.tally.excuse(contract.id, promise, "没有签名密钥")
        return
    honest = session.post.pack(contract, route.request, now=session.clock())
    forged = forgeries(contract.party.wire)[name](session.post.keys, honest)
    found = replace(route.sorted, breach=promise, says=f"签名伪造：{name}")
    session.send(contract, route.request, sorted_=found, raw=forged, note=f"签名伪造：{name}", aim=promise)
    if contract.effects:  # of a query nothing can be left behind: its answer says all
        observe(session)
        session.send(contract, route.request, sorted_=route.sorted, note="同一业务键，正确签名：键不得被伪造报文占用")


def _genuine(session: Session, contract: Contract, promise: str) -> None:
    """Each unusual but right seal on a request that succeeds."""
    keys, day = session.post.keys, session.clock()[:8]
    if keys is None:
        session.tally.excuse(contract.id, promise, "没有签名密钥")
        return
    for name, (own, how) in genuine(contract.party.wire, keys, day).items():
        session.begin()
        route = prepare(session, contract)
        if route is None:
            session.tally.excuse(contract.id, promise, "从未成功过：找不到能走到成功的前置报文")
            return
        message = session.post.pack(contract, route.request, now=session.clock(), keys=own, how=how)
        before = len(session.story)
        try:
            session.send(contract, route.request, sorted_=route.sorted, raw=message, note=name, aim=promise)
        except Stopped:
            if len(session.story) > before:  # else nothing was sent: the budget was used up
                _accepted(session, contract, promise, name)
            raise
        _accepted(session, contract, promise, name)
        observe(session)


def _accepted(session: Session, contract: Contract, promise: str, name: str) -> None:
    """What the last answer says about the promise."""
    sent = session.story[-1]
    seen = classify(contract.outcomes, sent.reply) if sent.reply is not None else None
    if seen is not None:
        kept = seen in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE, ReplyClass.PROCESSING)
        session.tell_all(sent, [Verdict(contract=contract.id, promise=promise, outcome=Outcome.KEPT if kept else Outcome.BROKEN,
                                        says=f"{name}：应予接受", expected="受理", actual=seen.value)])


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
        session.tell_all(second, [Verdict(contract=contract.id, promise=promise, outcome=Outcome.BROKEN,
                                          says="重放的报文被当作新报文接受")])
    observe(session)
