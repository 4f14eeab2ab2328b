"""Parts: a message, or a piece of one, that several operations share; declared once with fields, rules, specimen and schema.

A use puts the part's fields below a path of the operation. The formulas of a part say `part.` for wherever that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from kanhe.contract.fields import Draft, Words, read_fields
from kanhe.contract.lookup import Layout
from kanhe.contract.reading import Reading, near
from kanhe.contract.rules import read_effects, read_rule
from kanhe.contract.yaml import Node
from kanhe.model.contract import Effect, Rule, Source
from kanhe.model.document import Document, copy, spread
from kanhe.model.inner import PartPlace

PART_KEYS = ("id", "kind", "title", "source", "schema", "fields", "effects", "rules", "specimen")
USE_KEYS = ("part", "means", "fresh", "without")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDraft:
    """A part as read; its formulas are compiled at each use. schema: file below the root."""

    name: str
    fields: tuple[Draft, ...]
    rules: tuple[Node, ...]
    effects: tuple[Node, ...]
    specimen: Document
    source: Source
    schema: str = ""


@dataclass(slots=True)
class Side:
    """The fields of one side of an operation and the parts that it uses."""

    drafts: list[Draft] = field(default_factory=list)
    places: list[PartPlace] = field(default_factory=list)
    fresh: dict[str, Node] = field(default_factory=dict)  # path -> formula of the part that lies there, not compiled yet

    def finished(self, reading: Reading, layout: Layout) -> list[PartPlace]:
        """The places with their formulas compiled; where several parts lie at one path, the first has it."""
        left = dict(self.fresh)
        return [replace(place, fresh=reading.formula(left.pop(place.at, None), layout, fresh=True)) for place in self.places]


def is_part(node: Node) -> bool:
    """Whether a file declares a part."""
    kind = node.get("kind")
    return kind is not None and kind.text == "part"


def read_part(reading: Reading, node: Node, words: Words, *, family: str, stem: str, source: Source) -> PartDraft:
    """One part of a family; every mistake is noted."""
    reading.known(node, PART_KEYS, "部件")
    name = reading.text(node.get("id"), "id", node.at)
    if name and name != f"{family}.{stem}" and family:
        reading.blame(node.pairs["id"].at if node.pairs else node.at, f"id 写作 {name}", f"{family}.{stem}", "id 是 族名.文件名")
    reading.text(node.get("title"), "title", node.at)
    drafts = read_fields(reading, node.get("fields"), words)
    if not drafts:
        reading.blame(node.at, f"部件 {stem} 没有字段", "fields: {字段路径: {title: …, type: …}}")
    specimen = node.get("specimen")
    data = specimen.plain_data() if specimen is not None else {}
    schema = reading.text(node.get("schema"), "schema", default="")
    return PartDraft(
        name=stem, fields=tuple(drafts), rules=tuple(reading.items(node.get("rules"), "rules")),
        effects=tuple(reading.items(node.get("effects"), "effects")),
        specimen=data if isinstance(data, dict) else {}, source=reading.source(node.get("source"), source),
        schema=str(PurePosixPath(node.at.file).parent / schema) if schema else "")


def read_side(reading: Reading, node: Node | None, words: Words, *, parts: Mapping[str, PartDraft], side: str) -> Side:
    """`request:` or `reply:` of an operation: fields, and parts in their place."""
    found = Side()
    for path, body in reading.mapping(node, "字段").items():
        if body.pairs is None or "part" not in body.pairs:
            one = Node(at=body.at, pairs={path: body}, keys={path: node.keys[path]} if node is not None else {})
            found.drafts += read_fields(reading, one, words)
            continue
        _use(reading, found, path, body, words, parts=parts, side=side)
    return found


def _use(
    reading: Reading, found: Side, path: str, body: Node, words: Words, *, parts: Mapping[str, PartDraft], side: str
) -> None:
    """One place: a part, or several that lie over one another."""
    assert body.pairs is not None
    reading.known(body, USE_KEYS, f"部件 {path}")
    means = reading.text(body.get("means"), "means", default="")
    if means and means not in words.vocabulary:
        reading.blame(body.pairs["means"].at, f"词汇表里没有 {means}", "vocabulary.yaml 里的词", near(means, words.vocabulary))
    fresh = body.get("fresh")
    if fresh is not None:
        found.fresh[path] = fresh
    without = reading.texts(body.get("without"), "without")
    names = reading.texts(body.get("part"), "part")
    ids = [i.text for name in names if name in parts for rule in parts[name].rules if (i := rule.get("id")) is not None and i.text]
    for rule_id in without:
        if rule_id not in ids:
            reading.blame(body.pairs["without"].at, f"部件里没有规则 {rule_id}", "、".join(ids), near(rule_id, ids))
    for name in names:
        part = parts.get(name)
        if part is None:
            right = "、".join(parts) or "这一族还没有 kind: part 的文件"
            reading.blame(body.pairs["part"].at, f"没有部件 {name}", right, near(name, parts))
            continue
        found.places.append(PartPlace(side=side, at=path, part=name, means=means, schema=part.schema, without=without))
        found.drafts += [_placed(draft, path) for draft in part.fields]
        means = ""


def _placed(draft: Draft, at: str) -> Draft:
    """The field below a path; in a list the engine itself never makes one, so it has no formulas."""
    alone = "[]" not in at
    return Draft(replace(draft.field, path=f"{at}.{draft.field.path}"), draft.fresh if alone else None, draft.derived if alone else None,
                 part=at if alone else "")


def part_rules(reading: Reading, places: list[PartPlace], parts: Mapping[str, PartDraft], layout: Layout) -> list[Rule]:
    """The rules of every part that an operation uses, compiled for its place."""
    found = []
    for place in places:
        part = parts[place.part]
        for node in part.rules:
            rule = read_rule(reading, node, layout, part.source, place=place)
            if rule is not None and rule.id not in place.without:
                found.append(rule)
    return found


def part_effects(reading: Reading, places: list[PartPlace], parts: Mapping[str, PartDraft], layout: Layout) -> tuple[Effect, ...]:
    """What the parts of a request do to the books, in their order, compiled for their places; parts in a list or in a reply do nothing."""
    found: list[Effect] = []
    for place in places:
        told = parts[place.part].effects
        if told and (place.side != "request" or "[]" in place.at):
            reading.blame(told[0].at, f"有 effects 的部件 {place.part} 用在了{place.side}.{place.at}", "这样的部件放在请求里，不放在列表里")
            continue
        found += read_effects(reading, told, layout, place)
    return tuple(found)


def with_parts(specimen: Document, places: list[PartPlace], parts: Mapping[str, PartDraft]) -> Document:
    """The specimen of one side with the specimens of its parts below what it says itself."""
    made: Document = copy(specimen)
    for place in places:
        around, _, last = place.at.rpartition(".")
        for _, node in list(spread(made, around)) if around else [("", made)]:
            if isinstance(node, dict):
                node[last] = _merged(copy(parts[place.part].specimen), node.get(last))
    return made


def _merged(base: Any, told: Any) -> Any:
    if isinstance(base, dict) and isinstance(told, dict):
        return {**base, **{k: _merged(base.get(k), v) for k, v in told.items()}}
    if isinstance(base, list) and isinstance(told, list):
        return [_merged(*pair) for pair in zip_longest(base, told)]
    return base if told is None else told
