"""The JSON Schema of file contracts (`kind: file`), made from the word lists of their readers."""

from __future__ import annotations

from kanhe.contract import fields, file_rules, filing, operation, reconciling, records, types, wiring
from kanhe.contract.schema_parts import FLAG, NUMBER, SCALAR, TEXTS, Schema, each, many, mapping, ref, words
from kanhe.model.words import Level


def _columns() -> dict[str, Schema]:
    named = {"anyOf": [{"type": "string", "examples": list(types.NAMES)}]}
    known = {"type": named, "required": FLAG, "width": NUMBER, "align": words(*records.ALIGNS), "sign": FLAG}
    assert set(records.COLUMN_KEYS) < set(fields.KEYS)
    return {"column": mapping((*records.COLUMN_KEYS, *records.FIXED_KEYS), known, ("title", "type")),
            "columns": each(ref("column")), "name_part": mapping(records.PART_KEYS, {"type": named}, ("title", "type"))}


def _rules() -> dict[str, Schema]:
    rows = many({"type": "object"})
    cell: Schema = {r"^(name|header|trailer)\.|^row\.[0-9]+\.": {}}
    patch: Schema = {"type": "object", "properties": {"rows": rows}, "patternProperties": cell, "additionalProperties": False}
    example: Schema = {**patch, "properties": {
        "rows": rows, "given": each(many(ref("thing"))), "earlier": many(patch), "now": SCALAR}}
    assert set(example["properties"]) == set(file_rules.EXAMPLE_KEYS)
    rule = {"on": words(*file_rules.ON), "level": words(*Level), "source": ref("source"), "declared": words(*file_rules.DECLARED),
            "by": TEXTS, "leaves": TEXTS, "accepts": ref("file_example"), "refuses": ref("file_example")}
    return {"file_example": example, "file_rule": mapping(file_rules.RULE_KEYS, rule, ("id", "says"))}


def _file() -> Schema:
    layout = mapping(filing.LAYOUT_KEYS, {"charset": words(*wiring.CHARSETS), "shape": words(*filing.SHAPES),
                                          "line_end": words(*filing.LINE_ENDS)}, ("charset", "shape"))
    total = mapping(filing.TOTAL_KEYS, {"of": words(*filing.TOTALS), "where": each(SCALAR), "into": TEXTS}, ("of",))
    return mapping(filing.KEYS, {
        "kind": words("file"), "source": ref("source"), "severity": words(*operation.SEVERITIES), "layout": layout,
        "name": mapping(records.NAME_KEYS, {"parts": each(ref("name_part"))}, ("pattern",)),
        **dict.fromkeys(records.PARTS, ref("columns")), "totals": each(total),
        "digest": mapping(filing.DIGEST_KEYS, {"over": TEXTS, "case": words(*filing.CASES)}, ("into",)),
        "unique": many(mapping(filing.UNIQUE_KEYS, {"columns": TEXTS}, ("columns",))),
        "again": mapping(filing.AGAIN_KEYS, {"key": TEXTS}, ("key",)),
        "series": mapping(filing.SERIES_KEYS, {"every": words(*filing.EVERY)}),
        "arrival": mapping(filing.ARRIVAL_KEYS, {"way": words(*filing.WAYS)}),
        "matching": mapping(filing.MATCHING_KEYS, {"key": TEXTS, "minus": each(SCALAR)}), "rules": many(ref("file_rule")),
    }, ("id", "kind", "title", "sends", "layout", "name", "row"))


def _reconciliation() -> Schema:
    columns = mapping(reconciling.COLUMN_KEYS, {"key": TEXTS}, ("key", "amount"))
    side = mapping(reconciling.SIDE_KEYS, {
        "format": words(*reconciling.FORMATS), "charset": words(*wiring.CHARSETS), "unit": words(*reconciling.UNITS), "header": FLAG,
        "columns": columns, "minus": each(SCALAR), "states": each(SCALAR)}, ("title",))
    return mapping(reconciling.KEYS, {"source": ref("source"), "open_days": NUMBER, "sides": each(side)}, ("id", "title", "sides"))


def file_definitions() -> dict[str, Schema]:
    """The definitions that file contracts and reconciliations add."""
    return {**_columns(), **_rules(), "file": _file(), "reconciliation": _reconciliation()}
