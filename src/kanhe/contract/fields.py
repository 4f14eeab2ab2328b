"""Reading field declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kanhe.contract.lookup import Layout
from kanhe.contract.reading import Reading, near
from kanhe.contract.types import parse_type
from kanhe.contract.yaml import Node
from kanhe.errors import ContractError, Position
from kanhe.model.contract import Field, FieldType, WireProfile
from kanhe.model.meaning import Meaning

TYPE_KEYS = ("type", "rule", "json")
CARRIED = ("string", "number")
PLACES = {"request": ("path", "query", "header", "body"), "reply": ("status", "header", "body")}  # of HTTP messages
KEYS = ("title", "type", "means", "required", "constant", "fresh", "derived", "rule", "json")


@dataclass(slots=True)
class Words:
    """What field declarations may refer to: types of the party, vocabulary, code lists, charset."""

    vocabulary: Mapping[str, Meaning]
    codelists: Mapping[str, Mapping[str, str]]
    charset: str
    codec: str = "json"
    types: dict[str, tuple[FieldType, str]] = field(default_factory=dict)  # name -> (type, rule)
    read: dict[tuple[str, str], FieldType] = field(default_factory=dict)  # (text, how JSON carries it) -> the type that it stands for


@dataclass(slots=True)
class Draft:
    """A field whose formulas are not compiled yet, because they may speak of other fields."""

    field: Field
    fresh: Node | None
    derived: Node | None
    part: str = ""  # where the part begins that it belongs to


def read_types(reading: Reading, node: Node | None, words: Words) -> None:
    """The party's `types:`: name -> text or {type, rule, json}."""
    for name, body in reading.mapping(node, "types").items():
        rule, text, json = "", body, ""
        if body.pairs is not None:
            reading.known(body, TYPE_KEYS, f"types.{name}")
            rule = reading.text(body.get("rule"), "rule", default="")
            json = reading.word(body.get("json"), "json", CARRIED, "string") if body.get("json") else ""
            text = body.get("type") or body
        words.types[name] = (_type(reading, text, words, json) or _any(), rule)


def _type(reading: Reading, node: Node, words: Words, json: str) -> FieldType | None:
    if node.text is None:
        reading.blame(node.at, f"类型是{node.kind}", "如 G(60)、Y(13.2)")
        return None
    json = json or ("string" if words.codec == "xml" else "")  # XML has only texts
    carried = "string" if words.codec == "xml" else json  # XML knows no numbers
    found = words.read.get((node.text, carried))
    if found is None:
        try:
            found = parse_type(node.text, charset=words.charset, codelists=words.codelists, at=node.at, json=carried)
        except ContractError as error:
            reading.problems.extend(error.problems)
            return None
        words.read[node.text, carried] = found
    return found


def read_fields(reading: Reading, node: Node | None, words: Words, keys: Sequence[str] = KEYS) -> list[Draft]:
    """`request:` or `reply:` of a party or an operation; `keys`: the words that a declaration may use."""
    found: list[Draft] = []
    for path, body in reading.mapping(node, "字段").items():
        at = node.keys[path] if node is not None else Position()
        if body.pairs is None:
            reading.blame(body.at, f"字段 {path} 是{body.kind}", "{title: 中文名, type: 类型, …}")
            continue
        reading.known(body, keys, f"字段 {path}")
        found.append(_field(reading, path, body, words, at))
    return found


def stands_in_a_part(reading: Reading, drafts: Sequence[Draft], side: str, wire: WireProfile) -> None:
    """Every field of an HTTP message says in which part of it it stands."""
    if wire.transport != "http" or wire.path:
        return
    for draft in drafts:
        path = draft.field.path
        if path.partition(".")[0] not in PLACES[side]:
            right = "、".join(f"{place}." for place in PLACES[side] if place != "status")
            reading.blame(draft.field.at, f"字段 {path} 没有说在 HTTP 报文的哪一部分", right, f"在报文体里就写 body.{path}")


def _field(reading: Reading, path: str, body: Node, words: Words, at: Position) -> Draft:
    type_node = body.get("type")
    others = path.rpartition(".")[2] == "*"  # whatever else is there: no type, and never asked for
    name = "" if others else reading.text(type_node, f"字段 {path} 的 type", at)
    json = reading.word(body.get("json"), "json", CARRIED) if body.get("json") else ""
    if name in words.types and not json:
        kind, rule = words.types[name]
    else:
        kind, rule = (_type(reading, type_node, words, json) if type_node is not None else None) or _any(), ""
    means = reading.text(body.get("means"), "means", default="")
    if means and means not in words.vocabulary:
        node = body.get("means")
        assert node is not None
        hint = near(means, words.vocabulary) or f"在根目录的 vocabulary.yaml 里加一行 {means}: {{title: 中文名, role: key}}，role 按含义选"
        reading.blame(node.at, f"词汇表里没有 {means}", "vocabulary.yaml 里的词", hint)
    required = body.get("required")
    always = required is not None and required.text == "always"
    constant = body.get("constant")
    return Draft(
        Field(
            path=path, title=reading.text(body.get("title"), f"字段 {path} 的 title", at), type=kind, means=means,
            role=words.vocabulary[means].role if means in words.vocabulary else "", always=always,
            required=not others and (always or reading.flag(required, "required", default=True)),
            constant=constant.text if constant is not None else None,
            rule=reading.text(body.get("rule"), "rule", default=rule), at=at,
        ),
        body.get("fresh"), body.get("derived"),
    )


def _any() -> FieldType:
    from kanhe.model.words import Kind

    return FieldType(text="?", kind=Kind.TEXT)


def finish(reading: Reading, drafts: list[Draft], layout: Layout, side: str) -> tuple[Field, ...]:
    """The fields with their formulas compiled."""
    found = []
    for draft in drafts:
        if draft.fresh is None and draft.derived is None:
            found.append(draft.field)
            continue
        head, mark, _ = draft.field.path.rpartition("[].")
        here = layout
        if mark or draft.part:
            here = replace(layout, row=f"{side}.{head}" if mark else layout.row, part=f"{side}.{draft.part}" if draft.part else "")
        found.append(replace(draft.field, fresh=reading.formula(draft.fresh, here, fresh=True),
                             derived=reading.formula(draft.derived, here)))
    return tuple(found)
