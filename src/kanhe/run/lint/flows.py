"""Executing flows: their parameters, their states against the effects of the operations, and what must hold from the start."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from kanhe.books.books import Books
from kanhe.contract.flows import PARAMETERS
from kanhe.contract.reading import near
from kanhe.model.contract import Contract, Flow, Rule
from kanhe.model.formula import Absent, Scene
from kanhe.run.lint.desk import Desk
from kanhe.run.lint.pairs import wrong_thing


def run_flows(desk: Desk) -> None:
    """Every flow."""
    for flow in desk.catalogue.flows.values():
        mine = [c for c in desk.catalogue.contracts.values() if c.party.family == flow.family]
        _states(desk, flow, mine)
        for rule in flow.rules:
            _parameters(desk, rule, mine)
            if rule.check == "conserved":
                _conserved(desk, flow, rule)


def _states(desk: Desk, flow: Flow, contracts: Sequence[Contract]) -> None:
    """Every state is one that some effect or seed sets; every transition is one that its operation makes."""
    party = contracts[0].party
    given = {str(t["status"]) for t in party.seeds.get(flow.kind, ()) if "status" in t}
    states = {e.status for c in contracts for e in c.effects if e.kind == flow.kind and e.status} | given
    if flow.initial and flow.initial not in states:
        desk.blame(desk.places.inside(flow.at, "initial"), f"没有操作使 {flow.kind} 成为 {flow.initial}", "、".join(sorted(states)),
                   near(flow.initial, states))
        return
    for number, (source, to, by) in enumerate(flow.transitions):
        way = ("transitions", str(number))
        operation = [c for c in contracts if c.operation == by]
        made = {e.status for c in operation for e in c.effects if e.kind == flow.kind and e.status}
        if to not in made:
            desk.blame(desk.places.inside(flow.at, *way, "to"), f"{by} 不会使 {flow.kind} 成为 {to}",
                       "、".join(sorted(made)) or f"{by} 的 effects 里有 {{move: {flow.kind}, to: {to}}}", near(to, made))
        if source not in states:
            desk.blame(desk.places.inside(flow.at, *way, "from"), f"没有操作使 {flow.kind} 成为 {source}", "、".join(sorted(states)),
                       near(source, states))
    for state in _unreached(flow):
        desk.blame(desk.places.inside(flow.at, "transitions"), f"从 {flow.initial} 走不到 {state}", f"到 {state} 的迁移")


def _unreached(flow: Flow) -> list[str]:
    if not flow.initial:
        return []
    reached, waiting = {flow.initial}, [flow.initial]
    while waiting:
        here = waiting.pop()
        for source, to, _ in flow.transitions:
            if source == here and to not in reached:
                reached.add(to)
                waiting.append(to)
    return sorted({s for t in flow.transitions for s in t[:2]} - reached)


def _parameters(desk: Desk, rule: Rule, contracts: Sequence[Contract]) -> None:
    wanted = PARAMETERS.get(rule.check, ())
    for name in wanted:
        if rule.params.get(name) is None:
            desk.blame(desk.places.inside(rule.at, "with"), f"检查 {rule.check} 缺少 {name}", "、".join(wanted), f"with: {{{name}: …}}")
    for name in rule.params:
        if name not in (*wanted, "role"):  # any check may say whose duty it is
            desk.blame(desk.places.inside(rule.at, "with", name, key=True), f"检查 {rule.check} 不认识 {name}", "、".join(wanted),
                       near(name, wanted))
    for name, path, known in _paths(rule, contracts):
        if known and path not in known:
            close = difflib.get_close_matches(path, sorted(known), 1)
            desk.blame(desk.places.inside(rule.at, "with", name), f"{name} 指向没有声明的字段 {path}", "request.… 或 reply.… 里声明的字段",
                       f"是不是想写 {close[0]}？" if close else "")


def _paths(rule: Rule, contracts: Sequence[Contract]) -> Iterator[tuple[str, str, set[str]]]:
    """(parameter, path, declared paths of the operation that it is about)."""
    def declared(operation: object, sides: bool) -> set[str]:
        mine = [c for c in contracts if c.operation == operation]
        replies = {f"{'reply.' if sides else ''}{f.path}" for c in mine for f in c.reply}
        return replies | ({f"request.{f.path}" for c in mine for f in c.request} if sides else set())

    key = rule.params.get("key")
    if isinstance(key, str):
        for operation in ("operation", "left", "right", "first", "then"):
            if operation in rule.params:
                yield "key", key, declared(rule.params[operation], True)
    for name, side in (("written", "request"), ("shown", "reply")):
        if isinstance(rule.params.get(name), str):
            yield name, rule.params[name], _inner(contracts, side)
    for name, operation in (("at", "left"), ("and", "right")):
        if isinstance(rule.params.get(name), str):
            yield name, rule.params[name], declared(rule.params.get(operation), False)


def _inner(contracts: Sequence[Contract], side: str) -> set[str]:
    """Where inner messages lie on one side."""
    return {one.at for c in contracts for one in c.nested
            if any(f.path.startswith(f"{one.at}.") for f in (c.request if side == "request" else c.reply))}


def _conserved(desk: Desk, flow: Flow, rule: Rule) -> None:
    """What always holds must hold before anything has happened."""
    holds = rule.params.get("holds")
    seeds = next(p for p in desk.catalogue.parties.values() if p.family == flow.family).seeds
    if holds is None or any(wrong_thing({kind: items}) for kind, items in seeds.items()):
        return
    try:
        kept = bool(holds(Scene(books=Books.of(seeds), parameters=desk.catalogue.parameters)))
    except Absent:
        return
    if not kept:
        desk.blame(desk.places.inside(rule.at, "with", "holds"), f"规则 {rule.id} 在开始时（seeds）就不成立", "在任何时候都成立的式子")
