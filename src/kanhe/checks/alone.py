"""Judging one exchange without knowing any other: the reply by itself, and whether a request that breaks its own contract was granted."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.books.outcome import classify
from kanhe.checks.reply import judge_reply
from kanhe.contract.promises import Answer, breaches
from kanhe.model.contract import Contract
from kanhe.model.document import MISSING, get
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Scene
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass

GRANTED = (ReplyClass.SUCCESS, ReplyClass.DUPLICATE)


def judge_alone(exchange: Exchange, scene: Scene) -> Iterator[Verdict]:
    """Verdicts on one exchange. A request that cannot be decoded, or that breaks a binding promise, must not be granted; of a batch
    only the rows that break one must be refused. What depends on earlier messages is not judged."""
    yield from judge_reply(exchange, scene, None)
    contract = exchange.contract
    if exchange.reply is None or classify(contract.outcomes, exchange.reply) not in GRANTED:
        return
    if exchange.request is None:
        yield _granted(contract, f"{contract.id}:form", "读不懂的请求", "")
        return
    refused = _refused_rows(contract, exchange.reply)
    for breach in breaches(contract, scene):
        if breach.row < 0 or breach.row not in refused:
            yield _granted(contract, breach.promise, breach.says, _found(breach), breach.where)


def _granted(contract: Contract, promise: str, says: str, found: str, where: str = "request") -> Verdict:
    return Verdict(contract=contract.id, promise=promise, outcome=Outcome.BROKEN, says=f"请求不合约定却答成功：{says}",
                   expected="拒绝这一请求，或其中这一行", actual=found or "答成功", where=where)


def _found(breach: Answer) -> str:
    return f"请求中 {breach.actual}，应为 {breach.expected}" if breach.actual or breach.expected else ""


def _refused_rows(contract: Contract, reply: object) -> set[int]:
    """Numbers, counted from 0, of the rows that the reply says were refused."""
    batch = contract.batch
    rows = get(reply, batch.rejected) if batch is not None else MISSING
    if batch is None or not isinstance(rows, list):
        return set()
    numbers = [str(get(row, batch.index)) for row in rows]
    return {int(n) - batch.base for n in numbers if n.isascii() and n.isdigit()}
