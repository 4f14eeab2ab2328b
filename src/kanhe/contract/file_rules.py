"""Reading the rules of a file contract with their pairs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kanhe.contract.lookup import Layout
from kanhe.contract.reading import Reading, near
from kanhe.contract.rules import read_given
from kanhe.contract.yaml import Node
from kanhe.model.contract import FieldType, Source
from kanhe.model.file import FileExample, FileRule
from kanhe.model.formula import Formula

RULE_KEYS = ("id", "says", "level", "source", "on", "where", "holds", "by", "leaves", "declared", "accepts", "refuses")
ON = ("row", "file", "series")
DECLARED = ("layout", "name", "totals", "digest", "unique", "again", "complete", "arrival")
PATCHED = ("name", "header", "row", "trailer")
EXAMPLE_KEYS = ("rows", "given", "earlier", "now")
Types = Mapping[str, Mapping[str, FieldType]]


def layout_of(types: Types, on: str, base: Layout) -> Layout:
    """What a rule may speak of: rows cannot see the trailer, which has not come yet; a series sees the file before."""
    seen = {p: types[p] for p in (("name", "header", "row") if on == "row" else ("name", "header", "trailer", "total"))}
    if on == "row":
        seen["former"] = types["row"]
    if on == "series":
        seen["former"] = {f"{p}.{n}": t for p in ("name", "header", "trailer", "total") for n, t in types[p].items()}
    return replace(base, parts=seen)


def read_file_rules(reading: Reading, nodes: Sequence[Node], types: Types, base: Layout, source: Source) -> tuple[FileRule, ...]:
    """`rules:` of a file contract; ids come once."""
    found: list[FileRule] = []
    for node in nodes:
        if node.pairs is None:
            reading.blame(node.at, f"规则是{node.kind}", "{id: …, says: …, on: row, holds: …}")
            continue
        rule = _rule(reading, node, types, base, source)
        if any(r.id == rule.id for r in found):
            reading.blame(rule.at, f"规则 {rule.id} 重复", "每个规则编号只用一次")
        if rule.id and not re.fullmatch(r"[A-Z][A-Z0-9]*-[0-9A-Z]+", rule.id, re.ASCII):
            reading.blame(node.pairs["id"].at, f"规则编号写作 {rule.id}", "大写字母-数字，如 LAND-41")
        found.append(rule)
    return tuple(found)


def _rule(reading: Reading, node: Node, types: Types, base: Layout, source: Source) -> FileRule:
    reading.known(node, RULE_KEYS, "规则")
    name = reading.text(node.get("id"), "规则的 id", node.at)
    rule = FileRule(id=name, says=reading.text(node.get("says"), f"规则 {name} 的 says", node.at), on="declared",
                    level=reading.level(node.get("level")), source=reading.source(node.get("source"), source), at=node.at)
    if node.get("declared") is not None:
        reading.word(node.get("declared"), "declared", DECLARED)
        return rule
    on = reading.word(node.get("on"), f"规则 {name} 的 on", ON, at=node.at)
    layout = layout_of(types, on, base)
    if node.get("holds") is None:
        reading.blame(node.at, f"规则 {name} 没有 holds", "holds: 表达式，或 declared: 内置约定")
    for key in ("where", "by", "leaves"):
        if node.get(key) is not None and on != "row":
            reading.blame(node.keys[key], f"规则 {name} 不逐行，用不上 {key}", "on: row")
    return replace(
        rule, on=on, holds=reading.formula(node.get("holds"), layout),
        where=reading.formula(node.get("where"), replace(layout, parts=_row_alone(layout))),
        by=_formulas(reading, node.get("by"), layout), leaves=_formulas(reading, node.get("leaves"), layout),
        accepts=_example(reading, node.get("accepts"), types), refuses=_example(reading, node.get("refuses"), types))


def _row_alone(layout: Layout) -> Types:
    """Which rows a rule is about shows in the row itself."""
    return {part: types for part, types in layout.parts.items() if part != "former"}


def _formulas(reading: Reading, node: Node | None, layout: Layout) -> tuple[Formula, ...]:
    nodes = [] if node is None else node.items if node.items is not None else [node]
    return tuple(f for f in (reading.formula(n, layout) for n in nodes) if f is not None)


def _example(reading: Reading, node: Node | None, types: Types) -> FileExample | None:
    if node is None:
        return None
    patch: dict[str, Any] = {}
    given: Mapping[str, tuple[Any, ...]] = {}
    earlier: list[Mapping[str, Any]] = []
    now = ""
    for key, value in reading.mapping(node, "例").items():
        if key == "now":
            now = reading.text(value, "now")
        elif key == "given":
            given = read_given(reading, value)
        elif key == "earlier":
            earlier = [_patch(reading, item, types) for item in reading.items(value, "earlier")]
        else:
            patch |= _cells(reading, node, key, types)
    return FileExample(patch=patch, given=given, earlier=tuple(earlier), now=now, at=node.at)


def _patch(reading: Reading, node: Node, types: Types) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for key in reading.mapping(node, "earlier"):
        found |= _cells(reading, node, key, types)
    return found


def _cells(reading: Reading, node: Node, key: str, types: Types) -> dict[str, Any]:
    """One entry of an example as {path: text or None}, or {"rows": [{column: text}, …]}."""
    value = (node.pairs or {})[key]
    if key == "rows":
        rows = []
        for item in reading.items(value, "rows"):
            pairs = reading.mapping(item, "行")
            for name in pairs:
                if name not in types["row"]:
                    reading.blame(item.keys[name], f"行里没有列 {name}", "、".join(types["row"]), near(name, types["row"]))
            rows.append({k: v.text for k, v in pairs.items()})
        return {"rows": rows}
    found = re.fullmatch(r"(name|header|trailer)\.(\w+)|row\.([0-9]{1,6})\.(\w+)", key, re.ASCII)
    part, name = (found[1] or "row", found[2] or found[4]) if found else ("", "")
    if name not in types.get(part, {}):
        near_by = [f"{p}.{n}" for p in ("name", "header", "trailer") for n in types[p]] + [f"row.0.{n}" for n in types["row"]]
        reading.blame(node.keys[key], f"例里不认识的键 {key}", "name.… header.… row.0.… trailer.… rows given earlier now",
                      near(key, [*near_by, *EXAMPLE_KEYS]))
        return {}
    return {key: value.text}
