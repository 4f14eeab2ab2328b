"""Every place of a message that a schema speaks of, with the way to rebuild the whole schema around a changed part of it.

A message that breaks one keyword deep inside is made from a schema in which this keyword is turned round and everything on the way to
it is required: all other keywords still hold by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kanhe.schema.alphabet import alphabet
from kanhe.schema.bank import Unmakeable
from kanhe.schema.choices import Seeded, Simplest
from kanhe.schema.json.canonical import plan_of
from kanhe.schema.json.grower import Grower
from kanhe.schema.json.judge import Pointer
from kanhe.schema.json.source import HOME, Source, found, moved, referred
from kanhe.schema.pattern.ecma import parse
from kanhe.schema.pattern.language import Language
from kanhe.schema.profile import SMALLEST

Schema = Any
Rebuild = Callable[[Schema], Schema]
UNNAMED = ("unknownField", "x-unknown", "未知")


@dataclass(frozen=True, slots=True)
class Spot:
    """path: in messages. pointer: of the schema in the file. node: the schema, its references moved. rebuild: the whole around a new node.

    within: keywords of alternatives on the way, which are what jsonschema-rs then names.
    """

    path: Pointer
    pointer: Pointer
    node: dict[str, Any]
    rebuild: Rebuild
    within: bool = False


def spots(source: Source) -> Iterator[Spot]:
    """All of them, the root first. A definition that contains itself is entered once."""
    data = moved(source.data)
    defs = {"$defs": {HOME: data}}

    def whole(new: Schema) -> Schema:
        return {**defs, "allOf": [new]}

    node = found(data, source.target)
    if isinstance(node, dict):
        yield from _Walk(data).below(Spot((), source.target, node, whole), frozenset((source.target,)))


class _Walk:
    def __init__(self, data: Any) -> None:
        self.data = data

    def below(self, spot: Spot, above: frozenset[Pointer]) -> Iterator[Spot]:
        """The spot and what lies below it."""
        if "$ref" in spot.node:
            yield from self._referred(spot, above)
        if spot.node.keys() - {"$ref", "description", "title"}:
            yield spot
            for way in (_members, _items, _joined, _alternatives, _conditions):
                for inner in way(spot):
                    yield from self.below(inner, above)

    def _referred(self, spot: Spot, above: frozenset[Pointer]) -> Iterator[Spot]:
        """What a reference means; what stands beside it still holds."""
        pointer = referred(spot.node["$ref"])
        target = found({"$defs": {HOME: self.data}}, pointer) if pointer is not None else None
        if pointer is None or pointer in above or not isinstance(target, dict):
            return
        beside = {key: value for key, value in spot.node.items() if key != "$ref"}

        def rebuild(new: Schema) -> Schema:
            return spot.rebuild({**beside, "allOf": [*beside.get("allOf", []), new]} if beside else new)

        inner = Spot(spot.path, pointer[2:], target, rebuild, spot.within)
        yield from self.below(inner, above | {pointer})


def _changed(spot: Spot, changes: Callable[[Schema], dict[str, Any]], *drop: str) -> Rebuild:
    kept = {key: value for key, value in spot.node.items() if key not in drop}
    return lambda new: spot.rebuild({**kept, **changes(new)})


def required(node: dict[str, Any], name: str) -> list[str]:
    """The names that are required, this one among them."""
    return [*(n for n in node.get("required", []) if n != name), name]


def _members(spot: Spot) -> Iterator[Spot]:
    node = spot.node
    for name, value in (node.get("properties") or {}).items():
        if isinstance(value, dict):
            yield Spot((*spot.path, name), (*spot.pointer, "properties", name), value, _with_member(spot, name), spot.within)
    for pattern, value in (node.get("patternProperties") or {}).items():
        language = Language([parse(pattern)], [], alphabet(), high=60)
        if isinstance(value, dict) and language.lengths:
            name = language.text(Simplest())
            if name not in (node.get("properties") or {}):
                rebuild = _with_named(spot, pattern, name)
                yield Spot((*spot.path, name), (*spot.pointer, "patternProperties", pattern), value, rebuild, spot.within)
    others = node.get("additionalProperties")
    if isinstance(others, dict):
        name = unnamed(node)
        rebuild = _with_member(spot, name)
        yield Spot((*spot.path, name), (*spot.pointer, "additionalProperties"), others, rebuild, spot.within)


def unnamed(node: dict[str, Any]) -> str:
    """A property name that the schema does not speak of."""
    known = node.get("properties") or {}
    names, more = list(UNNAMED), node.get("propertyNames")
    if isinstance(more, dict):
        try:
            grower = Grower(plan_of({"allOf": [more, {"type": "string"}]}), "utf-8", SMALLEST)
            names = [*(str(grower.value(Seeded(seed))) for seed in range(9)), *names]
        except (Unmakeable, ValueError):
            pass
    return next((n for n in names if n not in known and member(node, n) == node.get("additionalProperties", True)), UNNAMED[0])


def member(node: dict[str, Any], name: str) -> Schema:
    """What a schema says of a property that it does not name."""
    patterns = node.get("patternProperties") or {}
    applying = [value for pattern, value in patterns.items() if Language([parse(pattern)], [], alphabet()).matches(name)]
    return {"allOf": applying} if applying else node.get("additionalProperties", True)


def _with_member(spot: Spot, name: str) -> Rebuild:
    node = spot.node
    return _changed(spot, lambda new: {"type": "object", "properties": {**(node.get("properties") or {}), name: new},
                                       "required": required(node, name)})


def _with_named(spot: Spot, pattern: str, name: str) -> Rebuild:
    return _changed(spot, lambda new: {"type": "object", "patternProperties": {**spot.node["patternProperties"], pattern: new},
                                       "required": required(spot.node, name)})


def _items(spot: Spot) -> Iterator[Spot]:
    node = spot.node
    first = node.get("prefixItems") or []
    for place, item in enumerate(first):
        if isinstance(item, dict):
            yield Spot((*spot.path, str(place)), (*spot.pointer, "prefixItems", str(place)), item, _with_item(spot, place), spot.within)
    if isinstance(node.get("items"), dict):
        place = len(first)
        yield Spot((*spot.path, str(place)), (*spot.pointer, "items"), node["items"], _with_item(spot, place), spot.within)


def _with_item(spot: Spot, place: int) -> Rebuild:
    first = list(spot.node.get("prefixItems") or [])
    return _changed(spot, lambda new: {"type": "array", "prefixItems": [*first[:place], new, *first[place + 1:]],
                                       "minItems": max(spot.node.get("minItems", 0), place + 1)})


def _joined(spot: Spot) -> Iterator[Spot]:
    branches = spot.node.get("allOf") or []
    for number, branch in enumerate(branches):
        if isinstance(branch, dict):
            yield Spot(spot.path, (*spot.pointer, "allOf", str(number)), branch, _with_branch(spot, number), spot.within)
    for name, value in (spot.node.get("dependentSchemas") or {}).items():
        if isinstance(value, dict):
            rest = {n: v for n, v in spot.node["dependentSchemas"].items() if n != name}
            rebuild = _changed(spot, _and(spot, {"dependentSchemas": rest, "required": required(spot.node, name)}), "dependentSchemas")
            yield Spot(spot.path, (*spot.pointer, "dependentSchemas", name), value, rebuild, spot.within)


def _with_branch(spot: Spot, number: int) -> Rebuild:
    branches = spot.node["allOf"]
    return _changed(spot, lambda new: {"allOf": [*branches[:number], new, *branches[number + 1:]]})


def _and(spot: Spot, more: dict[str, Any], *beside: Schema) -> Callable[[Schema], dict[str, Any]]:
    """Changes that add the new schema, and others beside it, to what must hold."""
    return lambda new: {**more, "allOf": [*spot.node.get("allOf", []), *beside, new]}


def _alternatives(spot: Spot) -> Iterator[Spot]:
    for keyword in ("anyOf", "oneOf"):
        for number, branch in enumerate(spot.node.get(keyword) or []):
            if isinstance(branch, dict):
                yield Spot(spot.path, (*spot.pointer, keyword, str(number)), branch, _changed(spot, _and(spot, {}), keyword), within=True)


def _conditions(spot: Spot) -> Iterator[Spot]:
    node = spot.node
    if "if" not in node:
        return
    for keyword, condition in (("then", node["if"]), ("else", {"not": node["if"]})):
        if isinstance(node.get(keyword), dict):
            rebuild = _changed(spot, _and(spot, {}, condition), "if", "then", "else")
            yield Spot(spot.path, (*spot.pointer, keyword), node[keyword], rebuild, spot.within)
