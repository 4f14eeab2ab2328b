"""Reading `party.yaml`: what all operations of a family share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kanhe.contract.fields import Draft, Words, read_fields, read_types
from kanhe.contract.hours import read_hours
from kanhe.contract.parts import PartDraft
from kanhe.contract.plans import read_plans
from kanhe.contract.reading import Reading, near
from kanhe.contract.wiring import read_wire
from kanhe.contract.yaml import Node
from kanhe.model.contract import Outcomes, Party, Source, WireProfile
from kanhe.model.words import ReplyClass

KEYS = ("family", "title", "system", "system_title", "roles", "source", "behaves", "wire", "types", "request", "reply", "echo",
        "echo_rule", "outcomes", "seeds", "rules", "owner", "clock", "plans", "magic", "receipts", "window_of")
CLASSES = tuple(c.value for c in ReplyClass)


@dataclass(slots=True)
class PartyDraft:
    """A party with the parts that its operations take over and compile for themselves."""

    party: Party
    words: Words
    request: list[Draft]
    reply: list[Draft]
    echo: dict[str, str]
    echo_rule: str
    outcomes: Outcomes
    rules: list[Node]
    source: Source
    owner: str
    type_node: Node | None = None
    parts: dict[str, PartDraft] = field(default_factory=dict)


def read_party(reading: Reading, node: Node, words: Words, *, files_only: bool = False) -> PartyDraft:
    """A party; every mistake is noted, the result is usable for reading its operations all the same.

    files_only: the family exchanges files and no messages; it needs neither wire nor outcomes.
    """
    reading.known(node, KEYS, "party.yaml")
    silent = files_only and node.get("wire") is None
    wire = WireProfile(transport="file", codec="file", charset="UTF-8") if silent else read_wire(reading, node.get("wire"), node)
    words = Words(words.vocabulary, words.codelists, wire.charset, codec="json" if wire.codec == "json" else "xml")
    read_types(reading, node.get("types"), words)
    roles = {k: reading.text(v, f"roles.{k}") for k, v in reading.mapping(node.get("roles"), "roles").items()}
    if len(roles) != 2:
        reading.blame((node.get("roles") or node).at, f"roles 有 {len(roles)} 个角色", "恰好两个角色，如 {land: …, bank: …}")
    party = Party(
        family=reading.text(node.get("family"), "family", node.at), title=reading.text(node.get("title"), "title", node.at),
        system=reading.text(node.get("system"), "system", node.at),
        system_title=reading.text(node.get("system_title"), "system_title", node.at), roles=roles, wire=wire,
        behaves=reading.text(node.get("behaves"), "behaves", default=""), seeds=_seeds(reading, node.get("seeds")),
        hours=read_hours(reading, node.get("clock")), plans=read_plans(reading, node),
        window_of=reading.text(node.get("window_of"), "window_of", default=""), at=node.at)
    outcomes = Outcomes(paths=(), classes=()) if silent else read_outcomes(reading, node.get("outcomes"), node)
    _seal_code(reading, node, party, outcomes)
    return PartyDraft(
        party, words, read_fields(reading, node.get("request"), words), read_fields(reading, node.get("reply"), words),
        {k: reading.text(v, "echo") for k, v in reading.mapping(node.get("echo"), "echo").items()},
        reading.text(node.get("echo_rule"), "echo_rule", default=""),
        outcomes, reading.items(node.get("rules"), "rules"), reading.source(node.get("source"), Source()),
        reading.text(node.get("owner"), "owner", default=""), node.get("types"))


def _seal_code(reading: Reading, node: Node, party: Party, outcomes: Outcomes) -> None:
    """The code of a seal that is not right is one of the refusals."""
    refused = [pattern for pattern, found in outcomes.classes if found is ReplyClass.REFUSED]
    code = party.wire.seal.code if party.wire.seal else ""
    wire = node.get("wire")
    seal = wire.get("seal") if wire else None
    said = seal.get("code") if seal else None
    if said is not None and code not in refused:
        right = "、".join(refused) or "outcomes.refused 里的代码"
        reading.blame(said.at, f"签名不符的结果码 {code} 不是声明过的拒绝", right, near(code, refused))


def read_outcomes(reading: Reading, node: Node | None, parent: Node) -> Outcomes:
    """`outcomes:`: where the codes stand and what they mean, in file order."""
    if node is None or node.pairs is None:
        reading.blame(parent.at, "缺少 outcomes", 'outcomes: {at: […], success: {"00": 成功}}')
        return Outcomes(paths=(), classes=())
    reading.known(node, ("at", "rule", *CLASSES), "outcomes")
    classes: list[tuple[str, ReplyClass]] = []
    texts: dict[str, str] = {}
    for name in (k for k in node.pairs if k in CLASSES):
        for pattern, text in reading.mapping(node.pairs[name], name).items():
            if pattern in texts:
                reading.blame(node.pairs[name].keys[pattern], f"应答码 {pattern} 出现两次", "每个应答码只属于一类")
            texts[pattern] = text.text or ""
            classes.append((pattern, ReplyClass(name)))
    if not any(c is ReplyClass.SUCCESS for _, c in classes):
        reading.blame(node.at, "outcomes 没有 success", 'success: {"00": 成功}')
    if node.get("at") is None:
        reading.blame(node.at, "outcomes 没有 at", "at: [应答码所在的应答字段]，如 [body.code]")
    return Outcomes(paths=reading.texts(node.get("at"), "at"), classes=tuple(classes), texts=texts,
                    rule=reading.text(node.get("rule"), "rule", default=""))


def _seeds(reading: Reading, node: Node | None) -> dict[str, tuple[Any, ...]]:
    return {kind: tuple(item.plain_data() for item in reading.items(items, f"seeds.{kind}"))
            for kind, items in reading.mapping(node, "seeds").items()}
