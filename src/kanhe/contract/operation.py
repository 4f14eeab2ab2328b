"""Reading one operation (or stimulus) of a family."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kanhe.contract.fields import Draft, finish, stands_in_a_part
from kanhe.contract.lookup import Layout
from kanhe.contract.parts import part_effects, part_rules, read_side, with_parts
from kanhe.contract.party import PartyDraft, read_outcomes
from kanhe.contract.reading import Reading, near
from kanhe.contract.rules import read_effects, read_observations, read_rule
from kanhe.contract.wiring import placed, read_namespaces, read_nested
from kanhe.contract.yaml import Node
from kanhe.model.contract import Batch, Contract, Effect, Example, FieldType, Idempotency, Rule
from kanhe.model.inner import Nested, PartPlace
from kanhe.model.words import ReplyClass

KEYS = ("id", "kind", "title", "operation", "sends", "at", "causes", "alone", "due", "source", "owner", "severity", "behaviour",
        "deadline_s", "resend_s", "nested", "namespace", "request", "reply", "echo", "echo_rule", "outcomes", "idempotency", "batch",
        "effects", "marks", "observes", "rules", "schema", "specimen")
IDEMPOTENCY_KEYS = ("key", "scope", "same", "changed", "content", "repeats", "rule", "duty")
SPECIMEN_KEYS = ("request", "reply")
SCOPES = ("forever", "year", "day")
BATCH_KEYS = ("rows", "rejected", "index", "base", "rule", "in_turn")
SEVERITIES = ("blocker", "critical", "normal", "minor")
KINDS = ("call", "stimulus", "file", "part")  # files are read by filing.py, parts by parts.py
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")


def read_operation(
    reading: Reading, node: Node, party: PartyDraft, *, stem: str, kinds: frozenset[str], parameters: Mapping[str, Any]
) -> Contract:
    """One contract; every mistake is noted."""
    reading.known(node, KEYS, "契约")
    kind = reading.word(node.get("kind"), "kind", KINDS, "call")
    stimulus = kind == "stimulus"
    name = reading.text(node.get("id"), "id", node.at)
    wanted = f"{party.party.family}.{stem}"
    if name and name != wanted and party.party.family:
        reading.blame(node.pairs["id"].at if node.pairs else node.at, f"id 写作 {name}", wanted, "id 是 族名.文件名")
    roles = list(party.party.roles)
    who = "at" if stimulus else "sends"
    sender = (reading.word(node.get(who), who, roles, at=node.at) if len(roles) == 2  # wrong roles are told once, in party.yaml
              else reading.text(node.get(who), who, node.at))
    receiver = next((r for r in roles if r != sender), "")
    method, route, operation = _operation(reading, node, party, stimulus, stem)
    asked, told = (read_side(reading, node.get(side), party.words, parts=party.parts, side=side) for side in ("request", "reply"))
    if not stimulus:
        stands_in_a_part(reading, asked.drafts, "request", party.party.wire)
        stands_in_a_part(reading, told.drafts, "reply", party.party.wire)
    request = asked.drafts if stimulus else [_naming(draft, party, operation) for draft in (*party.request, *asked.drafts)]
    reply = ([] if stimulus else list(party.reply)) + told.drafts
    _twice(reading, request)
    _twice(reading, reply)
    layout = Layout(
        request=_types(request), reply=_types(reply), kinds=kinds, codelists=party.words.codelists,
        parameters=frozenset(parameters), charset=party.party.wire.charset)
    rules = _rules(reading, node, party, layout, stimulus, places=[*asked.places, *told.places])
    specimen = reading.mapping(node.get("specimen"), "specimen")
    if node.get("specimen") is not None:
        reading.known(node.get("specimen") or node, SPECIMEN_KEYS, "specimen")
    outcomes = read_outcomes(reading, node.get("outcomes"), node) if node.get("outcomes") is not None else party.outcomes
    return Contract(
        id=name or wanted, title=reading.text(node.get("title"), "title", node.at), kind=kind, operation=operation, party=party.party,
        sender=sender, receiver=receiver, request=finish(reading, request, layout, "request"),
        reply=finish(reading, reply, layout, "reply"), outcomes=outcomes, echo=_echo(reading, node, party, layout, stimulus),
        echo_rule=reading.text(node.get("echo_rule"), "echo_rule", default=party.echo_rule),
        idempotency=_idempotency(reading, node.get("idempotency"), layout), batch=_batch(reading, node.get("batch"), layout),
        effects=(*part_effects(reading, [*asked.places, *told.places], party.parts, layout),
                 *read_effects(reading, reading.items(node.get("effects"), "effects"), layout)), marks=_marks(reading, node, layout),
        observes=read_observations(reading, reading.items(node.get("observes"), "observes"), layout), rules=rules,
        causes=reading.texts(node.get("causes"), "causes"), alone=_alone(reading, node, kinds, stimulus),
        due_s=reading.number(node.get("due"), "due", 0.0), behaviour=reading.text(node.get("behaviour"), "behaviour", default=""),
        method=method, route=route, deadline_s=reading.number(node.get("deadline_s"), "deadline_s", party.party.wire.deadline_s),
        resend_s=reading.number(node.get("resend_s"), "resend_s", 0.0),
        specimen_request=with_parts(_document(specimen.get("request")), asked.places, party.parts),
        specimen_reply=with_parts(_document(specimen.get("reply")), told.places, party.parts),
        nested=() if stimulus else _nested(reading, node, party, layout),
        parts=(*asked.finished(reading, layout), *told.finished(reading, layout)),
        namespaces=read_namespaces(reading, node.get("namespace"), party.party.wire, stimulus=stimulus),
        source=reading.source(node.get("source"), party.source),
        owner=reading.text(node.get("owner"), "owner", default=party.owner),
        severity=reading.word(node.get("severity"), "severity", SEVERITIES, "normal"),
        schema=reading.text(node.get("schema"), "schema", default=""), at=node.at)


def _naming(draft: Draft, party: PartyDraft, operation: str) -> Draft:
    """The field by which a request names its operation says nothing else, whether that is written beside it or not."""
    field, wire = draft.field, party.party.wire
    said = (field.constant, draft.fresh, draft.derived) != (None, None, None)
    name = operation.partition(" ")[2] if wire.codec == "soap" else operation  # of SOAP the method names it, an argument may besides
    if said or not name or not wire.named or field.path != wire.operation:
        return draft
    return replace(draft, field=replace(field, constant=name))


def _alone(reading: Reading, node: Node, kinds: frozenset[str], stimulus: bool) -> str:
    """The kind of things to which the event may come about by itself."""
    said = node.get("alone")
    for name, found in (("alone", said), ("due", node.get("due"))):
        if found is not None and not stimulus:
            reading.blame(found.at, f"{name} 只用于触发事件", "kind: stimulus")
    if node.get("due") is not None and said is None:
        reading.blame(node.at, "due 没有 alone", "alone: 账上的一类东西")
    return reading.word(said, "alone", sorted(kinds)) if said is not None else ""


def _operation(reading: Reading, node: Node, party: PartyDraft, stimulus: bool, stem: str) -> tuple[str, str, str]:
    if stimulus:
        return "", "", stem
    text = reading.text(node.get("operation"), "operation", node.at)
    if party.party.wire.named:
        return "", "", text
    found = re.fullmatch(r"([A-Z]+) (/\S*)", text, re.ASCII)
    if text and (not found or found[1] not in METHODS):
        operation = node.get("operation")
        reading.blame(operation.at if operation else node.at, f"operation 写作 {text}", "方法 路径，如 POST /v1/deposits/{id}")
    return (found[1], found[2], text) if found else ("", "", text)


def _nested(reading: Reading, node: Node, party: PartyDraft, layout: Layout) -> tuple[Nested, ...]:
    """The inner messages of the party that the operation has, and its own; outer ones first."""
    paths = [*layout.request, *layout.reply]
    own = read_nested(reading, node.get("nested"), party.party.wire.charset)
    placed(reading, own, paths, node.get("nested"))
    shared = tuple(one for one in party.party.wire.nested if any(path.startswith(f"{one.at}.") for path in paths))
    return (*shared, *own)


def _types(drafts: list[Draft]) -> dict[str, FieldType]:
    return {d.field.path: d.field.type for d in drafts}


def _twice(reading: Reading, drafts: list[Draft]) -> None:
    """An operation may declare an envelope field anew; its own words then count."""
    seen: dict[str, int] = {}
    for index, draft in enumerate(drafts):
        if draft.field.path in seen:
            drafts[seen[draft.field.path]] = draft
        seen.setdefault(draft.field.path, index)
    drafts[:] = [d for i, d in enumerate(drafts) if seen[d.field.path] == i]


def _rules(
    reading: Reading, node: Node, party: PartyDraft, layout: Layout, stimulus: bool, *, places: list[PartPlace]
) -> tuple[Rule, ...]:
    found, source = part_rules(reading, places, party.parts, layout), reading.source(node.get("source"), party.source)
    for item in ([] if stimulus else party.rules) + reading.items(node.get("rules"), "rules"):
        rule = read_rule(reading, item, layout, source)
        if rule is None:
            continue
        if any(r.id == rule.id for r in found):
            reading.blame(rule.at, f"规则 {rule.id} 重复", "每个规则编号只用一次")
        if rule.id and not re.fullmatch(r"[A-Z][A-Z0-9]*-[0-9A-Z]+", rule.id, re.ASCII):
            reading.blame(item.pairs["id"].at if item.pairs else rule.at, f"规则编号写作 {rule.id}", "大写字母-数字，如 LAND-02")
        found.append(rule)
    return tuple(found)


def _echo(reading: Reading, node: Node, party: PartyDraft, layout: Layout, stimulus: bool) -> dict[str, str]:
    found = {} if stimulus else dict(party.echo)
    for to, source in reading.mapping(node.get("echo"), "echo").items():
        found[to] = reading.text(source, "echo")
    told = node.get("echo")
    for to, path in found.items():
        if to not in layout.reply or path not in layout.request:
            at = told.keys.get(to, node.at) if told is not None else node.at
            reading.blame(at, f"echo {to}: {path} 指向没有声明的字段", "应答字段: 请求字段",
                          near(to, layout.reply) if to not in layout.reply else near(path, layout.request))
    return found


def _idempotency(reading: Reading, node: Node | None, layout: Layout) -> Idempotency | None:
    if node is None:
        return None
    reading.known(node, IDEMPOTENCY_KEYS, "idempotency")
    classes = [c.value for c in ReplyClass]
    found = Idempotency(
        key=reading.texts(node.get("key"), "key"), scope=reading.word(node.get("scope"), "scope", SCOPES, "forever"),
        same=ReplyClass(reading.word(node.get("same"), "same", classes, "duplicate")),
        changed=ReplyClass(reading.word(node.get("changed"), "changed", classes, "refused")),
        content=reading.texts(node.get("content"), "content"), repeats=reading.texts(node.get("repeats"), "repeats"),
        rule=reading.text(node.get("rule"), "rule", default=""), duty=reading.text(node.get("duty"), "duty", default=""), at=node.at)
    at = {item.text: item.at for name in ("key", "content", "repeats") for item in (node.get(name) or node).items or ()}
    for path in (*found.key, *found.content):
        if not any(p == path or p.startswith((f"{path.removesuffix('[]')}[].", f"{path}.")) for p in layout.request):
            reading.blame(at.get(path, node.at), f"idempotency 的 {path} 不是请求字段", "请求的字段路径", near(path, layout.request))
    for path in found.repeats:
        if path not in layout.reply:
            reading.blame(at.get(path, node.at), f"repeats 的 {path} 不是应答字段", "应答的字段路径", near(path, layout.reply))
    if not found.key:
        reading.blame(node.at, "idempotency 没有 key", "key: [请求字段]")
    return found


def _marks(reading: Reading, node: Node, layout: Layout) -> tuple[Effect, ...]:
    found = tuple(read_effects(reading, reading.items(node.get("marks"), "marks"), layout))
    for mark in found:
        if mark.verb != "open":
            reading.blame(mark.at, f"marks 里写了 {mark.verb}", "open：记号只供这个报文自己再认出来", "改动账的写在 effects 里")
    return found


def _batch(reading: Reading, node: Node | None, layout: Layout) -> Batch | None:
    if node is None:
        return None
    reading.known(node, BATCH_KEYS, "batch")
    found = Batch(
        rows=reading.text(node.get("rows"), "rows", node.at), rejected=reading.text(node.get("rejected"), "rejected", node.at),
        index=reading.text(node.get("index"), "index", node.at), base=int(reading.number(node.get("base"), "base", 0)),
        rule=reading.text(node.get("rule"), "rule", default=""), in_turn=reading.flag(node.get("in_turn"), "in_turn", default=False))
    if not any(p.startswith(f"{found.rows}[].") for p in layout.request):
        reading.blame((node.get("rows") or node).at, f"batch.rows {found.rows} 不是请求里的列表", "请求的列表路径")
    if f"{found.rejected}[].{found.index}" not in layout.reply:
        reading.blame((node.get("index") or node).at, f"应答里没有 {found.rejected}[].{found.index}", "应答的拒绝清单及其序号列")
    return found


def _document(node: Node | None) -> dict[str, Any]:
    data = node.plain_data() if node is not None else {}
    return data if isinstance(data, dict) else {}


def with_specimen_types(contract: Contract) -> Contract:
    """The texts of the specimen and of the pairs as JSON leaves where the layout says number, bool or the like."""
    if contract.party.wire.codec != "json":
        return contract
    types = {"request": {f.path: f.type for f in contract.request}, "reply": {f.path: f.type for f in contract.reply}}
    rules = tuple(replace(r, accepts=_patched(r.accepts, types), refuses=_patched(r.refuses, types)) if r.accepts or r.refuses else r
                  for r in contract.rules)
    return replace(contract, specimen_request=_typed(contract.specimen_request, types["request"], ""),
                   specimen_reply=_typed(contract.specimen_reply, types["reply"], ""), rules=rules)


def _patched(example: Example | None, types: Mapping[str, Mapping[str, FieldType]]) -> Example | None:
    if example is None or not example.patch:
        return example
    patch = {}
    for key, node in example.patch.items():
        side, _, path = key.partition(".")
        patch[key] = _typed(node, types[side], re.sub(r"\.[0-9]+(?=\.|$)", "[]", path))
    return replace(example, patch=patch)


def _typed(node: Any, types: Mapping[str, FieldType], path: str) -> Any:
    if isinstance(node, dict):
        return {k: _typed(v, types, f"{path}.{k}" if path else k) for k, v in node.items()}
    if isinstance(node, list):
        return [_typed(v, types, f"{path}[]") for v in node]
    kind = types.get(path)
    return leaf_of(kind, node) if kind is not None and isinstance(node, str) else node


def leaf_of(kind: FieldType, text: str) -> Any:
    """A text of YAML as the leaf that the wire carries; texts that are not of the type stay texts."""
    if not kind.json_number or (kind.pattern is not None and not kind.pattern.fullmatch(text)):
        return text
    from decimal import Decimal

    from kanhe.model.words import Kind

    if kind.kind is Kind.BOOLEAN:
        return {"true": True, "false": False}.get(text, text)
    if kind.kind is Kind.INTEGER or (kind.kind is Kind.MONEY and kind.unit_fen == 1) or kind.codes:
        return int(text) if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() else text
    return Decimal(text)
