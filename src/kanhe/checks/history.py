"""Flow promises: what holds over several messages about one thing. Each is a registered check on=history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from kanhe.books.books import Books
from kanhe.books.outcome import classify
from kanhe.checks.same_bytes import same_bytes
from kanhe.model.contract import Contract, Flow, Rule
from kanhe.model.document import MISSING, get
from kanhe.model.exchange import Exchange
from kanhe.model.formula import Absent, Formula, Scene
from kanhe.model.verdict import Verdict
from kanhe.model.words import Level, Outcome, ReplyClass


def judge_history(flow: Flow, history: Sequence[Exchange], worlds: Sequence[Books], role: str) -> Iterator[Verdict]:
    """Verdicts of one flow on the exchanges of one scenario and the books that they end in. role: the peer's; another's duty is not its."""
    for rule in flow.rules:
        judge = JUDGES.get(rule.check)
        if judge is None or rule.params.get("role", role) != role:
            continue
        for kept, expected, actual in judge(rule, history, worlds):
            outcome = Outcome.KEPT if kept else Outcome.BROKEN if rule.level is Level.MUST else Outcome.NOTED
            yield Verdict(contract=flow.id, promise=rule.id, outcome=outcome, says=rule.says, expected=expected, actual=actual)


Found = Iterator[tuple[bool, str, str]]


def _successes(history: Sequence[Exchange], operation: str) -> list[Exchange]:
    return [
        e for e in history
        if e.contract.operation == operation and e.reply is not None
        and classify(e.contract.outcomes, e.reply) is ReplyClass.SUCCESS
    ]


def _value(formula: Any, exchange: Exchange) -> object:
    if isinstance(formula, str):
        side, _, path = formula.partition(".")
        node = get(exchange.request if side == "request" else exchange.reply, path)
        return None if node is MISSING else node
    try:
        return _call(formula, exchange)
    except Absent:
        return None


def _call(formula: Formula, exchange: Exchange, former: Exchange | None = None) -> object:
    return formula(Scene(request=exchange.request, reply=exchange.reply, former=former.reply if former else None, now=exchange.at))


def at_most_once(rule: Rule, history: Sequence[Exchange], _: Sequence[Books]) -> Found:
    """At most one success of the operation per key; a message without the key says nothing. with: operation, key."""
    times: dict[object, int] = defaultdict(int)
    for exchange in _successes(history, str(rule.params["operation"])):
        if (key := _value(rule.params["key"], exchange)) is not None:
            times[key] += 1
    for key, count in times.items():
        yield count <= 1, f"{key} 至多成功一次", f"成功 {count} 次"


def conserved(rule: Rule, _: Sequence[Exchange], worlds: Sequence[Books]) -> Found:
    """An expression over the books that always holds. with: holds."""
    formula = rule.params["holds"]
    answers: list[bool] = []
    for books in worlds:
        try:
            answers.append(bool(formula(Scene(books=books))))
        except Absent:
            return
    if answers:
        yield any(answers), str(formula.text), "账上不成立" if not any(answers) else "成立"


def recurs(rule: Rule, history: Sequence[Exchange], _: Sequence[Books]) -> Found:
    """Consecutive replies about one key obey `holds` (former against reply). with: operation, key, holds."""
    last: dict[object, Exchange] = {}
    for exchange in _successes(history, str(rule.params["operation"])):
        key = _value(rule.params["key"], exchange)
        former, last[key] = last.get(key), exchange
        if former is None:
            continue
        try:
            kept = bool(_call(rule.params["holds"], exchange, former))
        except Absent:
            continue
        yield kept, str(rule.params["holds"].text), "成立" if kept else "不成立"


def agree(rule: Rule, history: Sequence[Exchange], _: Sequence[Books]) -> Found:
    """Two operations show the same value for one key, with nothing booked between. with: left, at, right, and, key."""
    left, right = str(rule.params["left"]), str(rule.params["right"])
    seen: dict[object, object] = {}
    for exchange in history:
        if exchange.contract.effects and exchange.contract.operation not in (left, right):
            seen.clear()
            continue
        if exchange.reply is None or exchange.contract.operation not in (left, right):
            continue
        path = str(rule.params["at"] if exchange.contract.operation == left else rule.params["and"])
        value, key = get(exchange.reply, path), _value(rule.params["key"], exchange)
        if value is MISSING:
            continue
        if exchange.contract.operation == left:
            seen[key] = value
        elif key in seen:
            yield seen[key] == value, str(seen[key]), str(value)


def precedes(rule: Rule, history: Sequence[Exchange], _: Sequence[Books]) -> Found:
    """`then` succeeds for a key only after `first` did. with: first, then, key."""
    first, then = str(rule.params["first"]), str(rule.params["then"])
    done: set[object] = set()
    for exchange in history:
        if exchange.reply is None or classify(exchange.contract.outcomes, exchange.reply) is not ReplyClass.SUCCESS:
            continue
        key = _value(rule.params["key"], exchange)
        if exchange.contract.operation == first:
            done.add(key)
        elif exchange.contract.operation == then:
            yield key in done, f"先有 {first}", "没有先行报文" if key not in done else "有"


JUDGES = {"at_most_once": at_most_once, "conserved": conserved, "recurs": recurs, "agree": agree, "precedes": precedes,
          "same_bytes": same_bytes}


def operations_of(flow: Flow, contracts: Sequence[Contract]) -> list[Contract]:
    """The contracts that the flow speaks of."""
    return [c for c in contracts if c.party.family == flow.family]
