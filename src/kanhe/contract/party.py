"""Reading `party.yaml`: what all operations of a family share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kanhe.contract.fields import Draft, Words, read_fields, read_types
from kanhe.contract.hours import read_hours
from kanhe.contract.plans import read_plans
from kanhe.contract.reading import Reading
from kanhe.contract.yaml import Node
from kanhe.model.contract import Framing, Outcomes, Party, Seal, Source, WireProfile
from kanhe.model.words import ReplyClass

KEYS = ("family", "title", "system", "system_title", "roles", "source", "behaves", "wire", "types", "request", "reply", "echo",
        "echo_rule", "outcomes", "seeds", "rules", "owner", "clock", "plans", "magic", "receipts")
WIRE_KEYS = ("transport", "codec", "charset", "root", "operation", "framing", "seal", "deadline_s", "limit_bytes", "limit_depth")
FRAMING_KEYS = ("encoding", "width", "inclusive", "pad", "align", "prefix", "limit_bytes", "rule")
SEAL_KEYS = ("kind", "encoding", "user_id", "headers", "window_s", "rule", "replay_rule")
HEADER_KEYS = ("app_id", "timestamp", "nonce", "signature")
TRANSPORTS, CODECS = ("tcp", "http"), ("xml", "json")
CHARSETS = ("GBK", "GB18030", "UTF-8", "GB2312")
SEALS, ENCODINGS = ("sm2-headers",), ("raw", "der")
PREFIXES, ALIGNS = ("ascii", "binary"), ("right", "left")
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


def read_party(reading: Reading, node: Node, words: Words, *, files_only: bool = False) -> PartyDraft:
    """A party; every mistake is noted, the result is usable for reading its operations all the same.

    files_only: the family exchanges files and no messages; it needs neither wire nor outcomes.
    """
    reading.known(node, KEYS, "party.yaml")
    silent = files_only and node.get("wire") is None
    wire = WireProfile(transport="file", codec="file", charset="UTF-8") if silent else read_wire(reading, node.get("wire"), node)
    words = Words(words.vocabulary, words.codelists, wire.charset, codec=wire.codec)
    read_types(reading, node.get("types"), words)
    roles = {k: reading.text(v, f"roles.{k}") for k, v in reading.mapping(node.get("roles"), "roles").items()}
    if len(roles) != 2:
        reading.blame((node.get("roles") or node).at, f"roles 有 {len(roles)} 个角色", "恰好两个角色，如 {land: …, bank: …}")
    party = Party(
        family=reading.text(node.get("family"), "family", node.at), title=reading.text(node.get("title"), "title", node.at),
        system=reading.text(node.get("system"), "system", node.at),
        system_title=reading.text(node.get("system_title"), "system_title", node.at), roles=roles, wire=wire,
        behaves=reading.text(node.get("behaves"), "behaves", default=""), seeds=_seeds(reading, node.get("seeds")),
        hours=read_hours(reading, node.get("clock")), plans=read_plans(reading, node), at=node.at)
    return PartyDraft(
        party, words, read_fields(reading, node.get("request"), words), read_fields(reading, node.get("reply"), words),
        {k: reading.text(v, "echo") for k, v in reading.mapping(node.get("echo"), "echo").items()},
        reading.text(node.get("echo_rule"), "echo_rule", default=""),
        Outcomes(paths=(), classes=()) if silent else read_outcomes(reading, node.get("outcomes"), node),
        reading.items(node.get("rules"), "rules"), reading.source(node.get("source"), Source()),
        reading.text(node.get("owner"), "owner", default=""), node.get("types"))


def read_wire(reading: Reading, node: Node | None, parent: Node) -> WireProfile:
    """`wire:`: four short lists multiplied."""
    if node is None or node.pairs is None:
        reading.blame(parent.at, "缺少 wire", "wire: {transport: …, codec: …, charset: …}")
        return WireProfile(transport="http", codec="json", charset="UTF-8")
    reading.known(node, WIRE_KEYS, "wire")
    said = node.get("transport")
    transport = reading.word(said, "transport", TRANSPORTS, at=node.at)
    codec = reading.word(node.get("codec"), "codec", CODECS, at=node.at)
    charset = reading.word(node.get("charset"), "charset", CHARSETS, at=node.at)
    if codec == "xml" and node.get("root") is None:
        reading.blame(node.at, "XML 报文没有说根元素", "root: 根元素名")
    if said is not None and said.text == "tcp" and (node.get("framing") is None or node.get("operation") is None):
        reading.blame(node.at, "TCP 报文要有 framing 和 operation", "framing: {…}，operation: 字段路径")
    return WireProfile(
        transport=transport or "http", codec=codec or "json", charset=charset or "UTF-8",
        root=reading.text(node.get("root"), "root", default=""), operation=reading.text(node.get("operation"), "operation", default=""),
        framing=_framing(reading, node.get("framing")), seal=_seal(reading, node.get("seal")),
        deadline_s=reading.number(node.get("deadline_s"), "deadline_s", 5.0),
        limit_bytes=int(reading.number(node.get("limit_bytes"), "limit_bytes", 8 * 1024 * 1024)),
        limit_depth=int(reading.number(node.get("limit_depth"), "limit_depth", 256)))


def _framing(reading: Reading, node: Node | None) -> Framing | None:
    if node is None:
        return None
    reading.known(node, FRAMING_KEYS, "framing")
    return Framing(
        encoding=reading.word(node.get("encoding"), "encoding", PREFIXES, "ascii"),
        width=int(reading.number(node.get("width"), "width", 6)), inclusive=reading.flag(node.get("inclusive"), "inclusive", default=False),
        pad=reading.text(node.get("pad"), "pad", default="0"), align=reading.word(node.get("align"), "align", ALIGNS, "right"),
        prefix=_prefix(reading, node.get("prefix")),
        limit_bytes=int(reading.number(node.get("limit_bytes"), "limit_bytes", 999_999)),
        rule=reading.text(node.get("rule"), "rule", default=""))


def _prefix(reading: Reading, node: Node | None) -> bytes:
    text = reading.text(node, "prefix", default="")
    if node is not None and not text.isascii():
        reading.blame(node.at, f"prefix 写作 {text}", "ASCII 字符")
        return b""
    return text.encode("ascii")


def _seal(reading: Reading, node: Node | None) -> Seal | None:
    if node is None:
        return None
    reading.known(node, SEAL_KEYS, "seal")
    headers = dict(zip(HEADER_KEYS, ("X-App-Id", "X-Timestamp", "X-Nonce", "X-Sign"), strict=True))
    told = node.get("headers")
    if told is not None:
        reading.known(told, HEADER_KEYS, "headers")
    headers |= {k: reading.text(v, k) for k, v in reading.mapping(node.get("headers"), "headers").items()}
    return Seal(
        kind=reading.word(node.get("kind"), "kind", SEALS, "sm2-headers"),
        encoding=reading.word(node.get("encoding"), "encoding", ENCODINGS, "raw"),
        user_id=reading.text(node.get("user_id"), "user_id", default="1234567812345678"), headers=headers,
        window_s=int(reading.number(node.get("window_s"), "window_s", 300)), rule=reading.text(node.get("rule"), "rule", default=""),
        replay_rule=reading.text(node.get("replay_rule"), "replay_rule", default=""))


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
    return Outcomes(paths=reading.texts(node.get("at"), "at"), classes=tuple(classes), texts=texts,
                    rule=reading.text(node.get("rule"), "rule", default=""))


def _seeds(reading: Reading, node: Node | None) -> dict[str, tuple[Any, ...]]:
    return {kind: tuple(item.plain_data() for item in reading.items(items, f"seeds.{kind}"))
            for kind, items in reading.mapping(node, "seeds").items()}
