"""What each keyword obliges to: schemas of values at its edge, and of values just beyond it, while all the others still hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from kanhe.schema.json.spots import member, required, unnamed
from kanhe.schema.json.texts import KNOWN
from kanhe.schema.json.traps import FORMATS, KINDS, TYPES

Schema = Any
Owed = tuple[str, str, bool, list[Schema]]
"""(keyword, constraint, whether it is valid, schemas of the place, of which the first that serves is taken)."""
Rule = Callable[[dict[str, Any], Any], Iterator[Owed]]
_MOST = 2_000  # items, a limit above is not tried
_STEPS = ("1", "0.01", "0.000001")


def owed(node: dict[str, Any]) -> Iterator[Owed]:
    """Everything that the keywords of one schema oblige to."""
    for keyword, rule in RULES.items():
        if keyword in node:
            yield from rule(node, node[keyword])


def _but(node: dict[str, Any], *drop: str, **changes: Any) -> dict[str, Any]:
    return {**{key: value for key, value in node.items() if key not in drop}, **changes}


def _and(node: dict[str, Any], *drop: str, more: Schema) -> dict[str, Any]:
    """The node without some keywords, and with one more schema that must hold."""
    return _but(node, *drop, allOf=[*node.get("allOf", []), more])


def _not(node: dict[str, Any], *drop: str, kept: str = "") -> dict[str, Any]:
    """The node with some keywords turned round together."""
    turned = {key: node[key] for key in drop if key in node}
    found = _and(node, *drop, more={"not": turned})
    return {**found, "type": kept} if kept and "type" not in node else found


def _types(node: dict[str, Any], said: Any) -> Iterator[Owed]:
    names = [said] if isinstance(said, str) else list(said)
    for name in names:
        yield "type", f"type={name}", True, [_but(node, type=name)]
    if "enum" in node or "const" in node:
        return
    traps = dict(trap for name in names for trap in TYPES[name])
    for label, value in traps.items():
        if KINDS[label] not in names and not (label in ("number", "fraction") and "number" in names):
            fraction = {"allOf": [*node.get("allOf", []), {"type": "number"}, {"not": {"type": "integer"}}]}
            more = [{**_but(node, "type"), **fraction}] if label == "fraction" else []
            yield "type", f"type={'|'.join(names)}, {label}", False, [{"const": value}, *more]


def _enum(node: dict[str, Any], said: list[Any]) -> Iterator[Owed]:
    for value in said:
        yield "enum", f"enum={_shown(value)}", True, [_but(node, "enum", const=value)]
    texts = [v for v in said if isinstance(v, str)]
    near = [v for text in texts[:10] for v in (text.lower(), text.upper(), f"{text}X", f" {text}") if v not in said]
    yield "enum", "enum", False, [*([_but(node, "enum", enum=near)] if near else []), _and(node, "enum", more={"not": {"enum": said}})]


def _const(node: dict[str, Any], said: Any) -> Iterator[Owed]:
    yield "const", f"const={_shown(said)}", True, [node]
    yield "const", f"const={_shown(said)}", False, [_and(node, "const", more={"not": {"const": said}})]


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else {None: "null", True: "true", False: "false"}[value] if value is None or isinstance(
        value, bool) else str(value)


def _counted(low: str, high: str, kind: str) -> tuple[Rule, Rule]:
    """minLength and maxLength, minItems and maxItems, minProperties and maxProperties."""

    def least(node: dict[str, Any], said: Any) -> Iterator[Owed]:
        count = int(said)
        yield low, f"{low}={count}", True, [_but(node, type=kind, **{high: count})]
        if count:
            yield low, f"{low}={count}", False, [_but(node, low, type=kind, **{high: count - 1})]

    def most(node: dict[str, Any], said: Any) -> Iterator[Owed]:
        count = int(said)
        if kind == "string" or count <= _MOST:
            yield high, f"{high}={count}", True, [_but(node, type=kind, **{low: count})]
            yield high, f"{high}={count}", False, [_but(node, high, type=kind, **{low: count + 1, high: count + 1}), _but(
                node, high, type=kind, **{low: count + 1})]

    return least, most


def _bounds(keyword: str, sign: int, *, inside: bool) -> Rule:
    """The four bounds of numbers; sign: which way is beyond; inside: whether the bound itself is admitted."""

    def rule(node: dict[str, Any], said: Any) -> Iterator[Owed]:
        bound = Decimal(str(said))
        steps = [Decimal(str(node["multipleOf"]))] if "multipleOf" in node else [Decimal(step) for step in _STEPS]
        nearest = sorted(steps)
        on = [bound] if inside else [bound - sign * step for step in nearest]
        beyond = [bound + sign * step for step in nearest] if inside else [bound]
        yield keyword, f"{keyword}={bound:f}", True, [_but(node, enum=[_number(v)]) for v in on] + [node]
        yield keyword, f"{keyword}={bound:f}", False, [_but(node, keyword, enum=[_number(v)]) for v in beyond]

    return rule


def _number(value: Decimal) -> Any:
    return int(value) if value == value.to_integral_value() else value


def _multiple(node: dict[str, Any], said: Any) -> Iterator[Owed]:
    yield "multipleOf", f"multipleOf={said}", True, [node]
    yield "multipleOf", f"multipleOf={said}", False, [_not(node, "multipleOf", kept="number")]


def _pattern(node: dict[str, Any], said: str) -> Iterator[Owed]:
    yield "pattern", f"pattern={said}", True, [_but(node, type="string")]
    yield "pattern", f"pattern={said}", False, [_not(node, "pattern", kept="string")]


def _format(node: dict[str, Any], said: str) -> Iterator[Owed]:
    if said in KNOWN:
        yield "format", f"format={said}", True, [_but(node, type="string")]
        traps = [_but(node, "format", const=trap) for trap in FORMATS.get(said, ())]
        yield "format", f"format={said}", False, [*traps, _not(node, "format", kept="string")]


def _required(node: dict[str, Any], said: list[str]) -> Iterator[Owed]:
    for name in said:
        known = {**(node.get("properties") or {}), name: False}
        yield "required", f"required={name}", False, [_but(node, type="object", required=[n for n in said if n != name], properties=known)]


def _properties(node: dict[str, Any], said: dict[str, Any]) -> Iterator[Owed]:
    for name in said:
        if name not in node.get("required", []):
            yield "properties", f"optional={name}", True, [_but(node, type="object", properties={**said, name: False})]


def _closed(keyword: str) -> Rule:
    """additionalProperties and unevaluatedProperties that are false."""

    def rule(node: dict[str, Any], said: Any) -> Iterator[Owed]:
        if said is False:
            name = unnamed(node)
            known = {**(node.get("properties") or {}), name: True}
            yield keyword, f"{keyword}=false", False, [_but(node, keyword, type="object", properties=known, required=required(node, name))]

    return rule


def _names(node: dict[str, Any], said: Any) -> Iterator[Owed]:
    for name in ("", "坏 名", "0", "x" * 200, "A", "a"):
        known = {**(node.get("properties") or {}), name: member(node, name)}
        schema = _but(node, "propertyNames", type="object", properties=known, required=required(node, name))
        yield "propertyNames", f"propertyNames, {name[:20] or 'empty'}", False, [{**schema, "allOf": [
            *node.get("allOf", []), {"not": {"propertyNames": said}}]}]


def _dependent(node: dict[str, Any], said: dict[str, list[str]]) -> Iterator[Owed]:
    for name, others in said.items():
        for other in others:
            known = {**(node.get("properties") or {}), other: False}
            yield "dependentRequired", f"dependentRequired={name}, {other}", False, [
                _but(node, "dependentRequired", type="object", properties=known, required=required(node, name))]


def _unique(node: dict[str, Any], said: Any) -> Iterator[Owed]:
    if said is True:
        yield "uniqueItems", "uniqueItems=true", False, [_not(node, "uniqueItems", kept="array")]


def _contains(node: dict[str, Any], said: Any) -> Iterator[Owed]:
    low, high = node.get("minContains", 1), node.get("maxContains")
    if low:
        fewer = {"items": {"not": said}} if low == 1 else {"contains": said, "minContains": 0, "maxContains": low - 1}
        bare = _but(node, "contains", "minContains", "maxContains", type="array", minItems=max(1, node.get("minItems", 0)))
        named = "minContains" if "minContains" in node else "contains"  # that is what a validator blames
        yield named, f"contains, at least {low}", False, [_and(bare, more=fewer)]
    if high is not None and high < _MOST:
        yield "maxContains", f"maxContains={high}", False, [_but(node, "maxContains", type="array", minContains=high + 1)]


def _unwanted(node: dict[str, Any], said: Any) -> Iterator[Owed]:
    yield "not", "not", False, [_and(node, "not", more=said)]


def _any(node: dict[str, Any], said: list[Any]) -> Iterator[Owed]:
    yield "anyOf", "anyOf, none", False, [_not(node, "anyOf")]


def _one(node: dict[str, Any], said: list[Any]) -> Iterator[Owed]:
    yield "oneOf", "oneOf, none", False, [_and(node, "oneOf", more={"not": {"anyOf": said}})]
    for first, (one, other) in enumerate(pairwise(said), 1):
        yield "oneOf", f"oneOf, {first} and {first + 1}", False, [_but(node, "oneOf", allOf=[*node.get("allOf", []), one, other])]


_LENGTHS = _counted("minLength", "maxLength", "string")
_COUNTS = _counted("minItems", "maxItems", "array")
_SIZES = _counted("minProperties", "maxProperties", "object")
RULES: dict[str, Rule] = {
    "type": _types, "enum": _enum, "const": _const, "minLength": _LENGTHS[0], "maxLength": _LENGTHS[1], "pattern": _pattern,
    "format": _format, "minimum": _bounds("minimum", -1, inside=True), "maximum": _bounds("maximum", 1, inside=True),
    "exclusiveMinimum": _bounds("exclusiveMinimum", -1, inside=False), "exclusiveMaximum": _bounds("exclusiveMaximum", 1, inside=False),
    "multipleOf": _multiple, "required": _required, "properties": _properties, "minProperties": _SIZES[0], "maxProperties": _SIZES[1],
    "additionalProperties": _closed("additionalProperties"), "unevaluatedProperties": _closed("unevaluatedProperties"),
    "propertyNames": _names, "dependentRequired": _dependent, "minItems": _COUNTS[0], "maxItems": _COUNTS[1], "uniqueItems": _unique,
    "contains": _contains, "not": _unwanted, "anyOf": _any, "oneOf": _one,
}
