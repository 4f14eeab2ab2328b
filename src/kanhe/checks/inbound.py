"""Judging one request that the peer sent us: the sender's promises, and whether the shared books allow it at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kanhe.books.books import Books
from kanhe.books.predict import Expectation, expect, speaks_against
from kanhe.checks.reply import verdict_of
from kanhe.contract.issued import of_books
from kanhe.contract.promises import Asked, of_request
from kanhe.model.contract import Contract, Rule
from kanhe.model.formula import Scene
from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome, ReplyClass
from kanhe.wire.seal.seals import is_sealed, seal_rule


def judge_request(
    contract: Contract, scene: Scene, worlds: Sequence[Books], ask: Asked | None, *, unsure: bool = False,
    later: Callable[[], Iterable[Books]] = tuple,
) -> Iterator[Verdict]:
    """Verdicts on a request of the peer in the worlds that are possible before it.

    A request that every world must refuse shows that the peer does not know the shared state: it breaks the state
    rule that speaks against it. A resend under a known key is the peer's right, with unchanged content; so is a query
    about something that is not there, of a peer that cannot know whether it is (`unsure`: an answer to it was lost).
    later: the books after what may come about by itself; told is what is wrong where least is wrong.
    """
    for answer in of_request(contract, scene, ask):
        yield verdict_of(contract, answer)
    against: list[tuple[str, str]] = []
    for books in worlds:
        expectation = expect(contract, books, scene)
        if _allowed(expectation):
            against = []
            break
        against.append((expectation.promise or next(iter(expectation.rejected.values()), ""), expectation.says))
    if against and unsure and not contract.effects:
        return
    state_rules = [r for r in contract.rules if r.on == "state" and r.level == "must"]
    if against:
        promise, says = against[0]
        if any(rule.id == promise for rule in state_rules):
            promise, says = _least(state_rules, contract, scene, [*worlds, *later()]) or against[0]
        yield Verdict(contract=contract.id, promise=promise, outcome=Outcome.BROKEN,
                      says=f"按双方共同的账，不应发出这笔请求：{says}", expected="不发出", actual="已发出")
    for owed, words in [*((rule.id, rule.says) for rule in state_rules), *((owed, "") for owed in of_books(contract))]:
        if not against or owed != promise:
            yield Verdict(contract=contract.id, promise=owed, outcome=Outcome.KEPT, says=words)


def readable(contract: Contract) -> Iterator[Verdict]:
    """What a request of the peer keeps by having been sent, and read."""
    wire = contract.party.wire
    sealed = (seal_rule(wire, contract.id),) if is_sealed(wire) else ()
    for promise in (f"{contract.id}:sent", wire.framing.rule if wire.framing is not None else "", *sealed):
        if promise:
            yield Verdict(contract=contract.id, promise=promise, outcome=Outcome.KEPT)


def explains(contract: Contract, books: Books, scene: Scene) -> bool:
    """Whether the peer may send this request in these books."""
    return _allowed(expect(contract, books, scene))


def _allowed(expectation: Expectation) -> bool:
    return bool(expectation.firm & {ReplyClass.SUCCESS, ReplyClass.DUPLICATE}) and not expectation.rejected


def _least(rules: Sequence[Rule], contract: Contract, scene: Scene, worlds: Sequence[Books]) -> tuple[str, str] | None:
    """(state rule, its words) in the books in which the fewest of them, but some, speak against the request."""
    found = [[(r.id, r.says) for r in rules if r.holds is not None and speaks_against(contract, books, scene, r.id)] for books in worlds]
    told = [against for against in found if against]
    return min(told, key=len)[0] if told else None
