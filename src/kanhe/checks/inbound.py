"""Judging one request that the peer sent us: the sender's promises, and whether the shared books allow it at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kanhe.books.books import Books
from kanhe.books.predict import expect
from kanhe.checks.reply import verdict_of
from kanhe.contract.promises import Asked, of_request
from kanhe.model.contract import Contract
from kanhe.model.formula import Scene
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass


def judge_request(
    contract: Contract, scene: Scene, worlds: Sequence[Books], ask: Asked | None, *, unsure: bool = False
) -> Iterator[Verdict]:
    """Verdicts on a request of the peer in the worlds that are possible before it.

    A request that every world must refuse shows that the peer does not know the shared state: it breaks the state
    rule that speaks against it. A resend under a known key is the peer's right, with unchanged content; so is a query
    about something that is not there, of a peer that cannot know whether it is (`unsure`: an answer to it was lost).
    """
    for answer in of_request(contract, scene, ask):
        yield verdict_of(contract, answer)
    against: list[tuple[str, str]] = []
    for books in worlds:
        expectation = expect(contract, books, scene)
        if expectation.firm & {ReplyClass.SUCCESS, ReplyClass.DUPLICATE} and not expectation.rejected:
            against = []
            break
        promise = expectation.promise or next(iter(expectation.rejected.values()), "")
        against.append((promise, expectation.says))
    if against and unsure and not contract.effects:
        return
    state_rules = [r for r in contract.rules if r.on == "state" and r.level == "must"]
    if against:
        promise, says = against[0]
        yield Verdict(contract=contract.id, promise=promise, outcome=Outcome.BROKEN,
                      says=f"按双方共同的账，不应发出这笔请求：{says}", expected="不发出", actual="已发出")
    for rule in state_rules:
        if not against or rule.id != against[0][0]:
            yield Verdict(contract=contract.id, promise=rule.id, outcome=Outcome.KEPT, says=rule.says)
