"""Judging one reply by itself: was there one, can it be read, is its code known, do layout, echo and reply rules hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kanhe.books.outcome import classify, code_of
from kanhe.contract.promises import Answer, Asked, of_reply
from kanhe.model.contract import Contract
from kanhe.model.exchange import Exchange, Trouble
from kanhe.model.formula import Scene
from kanhe.model.verdict import Verdict
from kanhe.model.words import Level, Outcome, ReplyClass
from kanhe.wire.seal.seals import seal_rule


@lru_cache(maxsize=4096)
def kept(contract: str, promise: str) -> Verdict:
    """The verdict on a promise that was kept: there is nothing more to say, so one object says it every time."""
    return Verdict(contract=contract, promise=promise, outcome=Outcome.KEPT)


def judge_reply(exchange: Exchange, scene: Scene, ask: Asked | None, *, awaited: bool = True) -> list[Verdict]:
    """Verdicts on one reply to a request of ours. awaited: False when we hung up on purpose."""
    contract = exchange.contract
    if exchange.trouble is not None:
        sent = exchange.trouble.sent  # what never left us breaks no promise
        return [of_trouble(contract, exchange.trouble)] if sent and awaited and not exchange.trouble.unreached else []
    if exchange.reply is None:
        return []
    seen = classify(contract.outcomes, exchange.reply)
    verdicts = [_known_code(contract, exchange, seen)]
    verdicts += [kept(contract.id, f"{contract.id}:answers"), kept(contract.id, f"{contract.id}:readable")]
    framing = contract.party.wire.framing
    if framing is not None and framing.rule:
        verdicts.append(kept(contract.id, framing.rule))
    success = seen in (ReplyClass.SUCCESS, ReplyClass.DUPLICATE)
    verdicts += [kept(contract.id, answer.promise) if answer.kept else verdict_of(contract, answer)
                 for answer in of_reply(contract, scene, success=success, taken=seen is ReplyClass.PROCESSING, ask=ask)]
    return verdicts


def judge_possible(exchange: Exchange, scenes: Sequence[Scene], ask: Asked | None, *, awaited: bool = True) -> list[Verdict]:
    """The verdicts where several worlds are possible, one scene for each: those of the first one in which the reply breaks least.

    A reply rule may look at the books; a peer is at fault only where no possible world explains it.
    """
    least, fewest = list[Verdict](), -1
    for scene in scenes:
        verdicts = judge_reply(exchange, scene, ask, awaited=awaited)
        broken = sum(v.outcome is Outcome.BROKEN for v in verdicts)
        if fewest < 0 or broken < fewest:
            least, fewest = verdicts, broken
        if broken == 0:
            break
    return least


def _known_code(contract: Contract, exchange: Exchange, seen: ReplyClass | None) -> Verdict:
    promise = contract.outcomes.rule or f"{contract.id}:outcome"
    if seen is not None:
        return kept(contract.id, promise)
    known = " ".join(pattern for pattern, _ in contract.outcomes.classes)
    return Verdict(contract=contract.id, promise=promise, outcome=Outcome.BROKEN, says="应答码应在契约的代码表中", expected=known,
                   actual=code_of(contract.outcomes, exchange.reply))


def of_trouble(contract: Contract, trouble: Trouble) -> Verdict:
    """The promise that an unreadable or missing reply breaks, by the layer that failed."""
    wire = contract.party.wire
    promise = f"{contract.id}:answers"
    if trouble.phase == "frame":
        promise = (wire.framing.rule if wire.framing else "") or f"{contract.id}:readable"
    elif trouble.phase in ("charset", "syntax", "limit"):
        promise = f"{contract.id}:readable"
    elif trouble.phase == "seal":
        promise = seal_rule(wire, contract.id)
    place = f"第 {trouble.offset} 字节" if trouble.offset >= 0 else trouble.phase
    return Verdict(contract=contract.id, promise=promise, outcome=Outcome.BROKEN, says=trouble.message,
                   expected="可读的应答", actual=trouble.message, where=place)


def verdict_of(contract: Contract, answer: Answer) -> Verdict:
    """A promise's answer as a verdict: only a broken `must` is a breach, the rest is noted."""
    if answer.kept:
        return kept(contract.id, answer.promise)
    outcome = Outcome.BROKEN if answer.level is Level.MUST else Outcome.NOTED
    return Verdict(contract=contract.id, promise=answer.promise, outcome=outcome, says=answer.says,
                   expected=answer.expected, actual=answer.actual, where=answer.where)
