"""Reading flows: promises over several messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kanhe.contract.lookup import Layout
from kanhe.contract.reading import Reading, near
from kanhe.contract.rules import RULE_KEYS
from kanhe.contract.yaml import Node
from kanhe.errors import those
from kanhe.model.contract import Contract, Flow, Rule, Source

KEYS = ("id", "title", "family", "thing", "initial", "transitions", "states", "rules", "source")
TRANSITION_KEYS = ("from", "to", "by")
PARAMETERS = {
    "at_most_once": ("operation", "key"), "conserved": ("holds",), "recurs": ("operation", "key", "holds"),
    "agree": ("left", "at", "right", "and", "key"), "precedes": ("first", "then", "key"),
    "same_bytes": ("written", "shown", "key"),
}
CHECKS = tuple(PARAMETERS)


def read_flow(reading: Reading, node: Node, contracts: Sequence[Contract], layout: Layout) -> Flow | None:
    """One flow file; None where its family is unknown."""
    reading.known(node, KEYS, "流程")
    family = reading.text(node.get("family"), "family", node.at)
    mine = [c for c in contracts if c.party.family == family]
    if not mine:
        families = {c.party.family for c in contracts}
        if not reading.partial:
            reading.blame((node.get("family") or node).at, f"没有契约族 {family}", those(families, family), near(family, families))
        return None
    kinds = frozenset(e.kind for c in mine for e in c.effects) | frozenset(mine[0].party.seeds)
    thing = reading.word(node.get("thing"), "thing", sorted(kinds), at=node.at)
    operations = {c.operation for c in mine}
    transitions = []
    for item in reading.items(node.get("transitions"), "transitions"):
        reading.known(item, TRANSITION_KEYS, "迁移")
        transitions.append((reading.text(item.get("from"), "from", item.at), reading.text(item.get("to"), "to", item.at),
                            _operation(reading, item.get("by"), "by", operations, item)))
    initial = reading.text(node.get("initial"), "initial", default="")
    states = _states(reading, node.get("states"), {initial} | {s for source, to, _ in transitions for s in (source, to)})
    layout = replace(layout, kinds=kinds, charset=mine[0].party.wire.charset)
    source = reading.source(node.get("source"), Source())
    rules = [_rule(reading, item, mine, layout, source) for item in reading.items(node.get("rules"), "rules")]
    name = reading.text(node.get("id"), "id", node.at)
    if name in {c.id for c in contracts}:  # the plan tells them by their ids
        reading.blame((node.get("id") or node).at, f"流程的 id {name} 已是一份契约的 id", "自己的 id", f"如 {name}_states")
    return Flow(id=name, title=reading.text(node.get("title"), "title", node.at), kind=thing,
                family=family, initial=initial, transitions=tuple(transitions), states=states,
                rules=tuple(rules), at=node.at)


def _states(reading: Reading, node: Node | None, known: set[str]) -> dict[str, str]:
    """status -> Chinese name, of the statuses that the flow knows."""
    pairs = reading.mapping(node, "states")
    for name, title in pairs.items():
        if name not in known:
            at = node.keys[name] if node else title.at
            reading.blame(at, f"states 里的 {name} 不是这个流程的状态", "、".join(sorted(known - {""})), near(name, known))
    return {name: reading.text(title, f"状态 {name}") for name, title in pairs.items()}


def _rule(reading: Reading, node: Node, contracts: Sequence[Contract], layout: Layout, source: Source) -> Rule:
    reading.known(node, RULE_KEYS, "规则")
    check = reading.word(node.get("check"), "check", CHECKS, at=node.at)
    params: dict[str, Any] = {}
    for name, value in reading.mapping(node.get("with"), "with").items():
        if name == "holds":
            params[name] = reading.formula(value, _wide(contracts, node, layout))
        elif name in ("operation", "left", "right", "first", "then"):
            params[name] = _operation(reading, value, name, {c.operation for c in contracts}, value)
        elif name == "role":  # whose duty it is; without it every side's
            sides = sorted({side for c in contracts for side in (c.sender, c.receiver) if side})
            params[name] = reading.word(value, name, sides, at=value.at)
        else:
            params[name] = reading.text(value, name)
    return Rule(id=reading.text(node.get("id"), "id", node.at), says=reading.text(node.get("says"), "says", node.at), on="history",
                level=reading.level(node.get("level")), source=reading.source(node.get("source"), source), check=check, params=params,
                at=node.at)


def _operation(reading: Reading, node: Node | None, name: str, operations: set[str], around: Node) -> str:
    if reading.partial:  # it may stand in the file that could not be read
        return reading.text(node, name, around.at)
    return reading.word(node, name, sorted(operations), at=around.at)


def _wide(contracts: Sequence[Contract], node: Node, layout: Layout) -> Layout:
    """The layout of the operation that the rule names, else of none."""
    named = (node.get("with") or node).get("operation")
    for contract in contracts:
        if named is not None and contract.operation == named.text:
            return replace(layout, request={f.path: f.type for f in contract.request}, reply={f.path: f.type for f in contract.reply})
    return layout
