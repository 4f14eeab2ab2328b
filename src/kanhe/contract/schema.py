"""The JSON Schema of contract files, for completion in editors; made from the word lists that the readers themselves use.

The schema knows words and shapes. Types, expressions, references and pairs are for `kanhe lint`. Scalars may be text, number or
boolean, because an editor reads `5` and `yes` by other rules than we do.
"""

from __future__ import annotations

import json

from kanhe.contract import fields, flows, linkages, load, operation, parts, party, reading, rules, telling, types, wiring
from kanhe.contract.schema_files import file_definitions
from kanhe.contract.schema_parts import CLASSES, FLAG, FREE, NUMBER, SCALAR, TEXTS, Schema, each, many, mapping, ref, words
from kanhe.contract.schema_time import time_definitions
from kanhe.model.words import Grade, Level


def _fields() -> dict[str, Schema]:
    examples = {"anyOf": [{"type": "string", "examples": list(types.NAMES)}]}
    known = {"required": {"enum": [*FLAG["enum"], "always"]}, "json": words(*fields.CARRIED), "type": examples}
    field, others = (mapping(fields.KEYS, known, asked) for asked in (("title", "type"), ("title",)))  # `path.*` has no type
    named = mapping(fields.TYPE_KEYS, {"json": words(*fields.CARRIED), "type": examples}, ("type",))
    use = mapping(parts.USE_KEYS, {"part": TEXTS, "without": TEXTS}, ("part",))
    either: Schema = {"if": {"type": "object", "required": ["part"]}, "then": use, "else": ref("field")}
    listed = {**each(either), "patternProperties": {r"(^|\.)\*$": others}}
    return {"field": field, "fields": listed, "types": each({"anyOf": [{"type": "string"}, named]})}


def _rules() -> dict[str, Schema]:
    message: Schema = {"type": "object", "properties": {"now": SCALAR}, "patternProperties": {r"^(request|reply|part)\.": {}},
                       "additionalProperties": False}
    example: Schema = {**message, "properties": {"given": each(many(ref("thing"))), "earlier": many(message), "now": SCALAR}}
    assert set(example["properties"]) == set(rules.EXAMPLE_KEYS)
    rule = {"on": words(*rules.ON), "level": words(*Level), "source": ref("source"), "else": words(*CLASSES),
            "declared": words(*rules.DECLARED), "with": FREE, "accepts": ref("example"), "refuses": ref("example")}
    asked = sorted({"role", *(n for p in flows.PARAMETERS.values() for n in p)})
    history = {**rule, "check": words(*flows.CHECKS), "with": mapping(asked, {})}
    when = {"anyOf": [words(*CLASSES), many(words(*CLASSES))]}
    effect = {"key": TEXTS, "from": TEXTS, "fields": each(SCALAR), "when": when}
    seen = {"columns": each(SCALAR), "ordered": FLAG, "when": when}
    return {"example": example, "rule": mapping(rules.RULE_KEYS, rule, ("id", "says")),
            "flow_rule": mapping(rules.RULE_KEYS, history, ("id", "says", "check")),
            "effect": mapping(rules.EFFECT_KEYS, effect), "observation": mapping(rules.OBSERVATION_KEYS, seen, ("at",))}


def _shared() -> dict[str, Schema]:
    outcomes = mapping(("at", "rule", *party.CLASSES), {"at": TEXTS, **{c: each(SCALAR) for c in party.CLASSES}}, ("at", "success"))
    keys = {"key": TEXTS, "content": TEXTS, "repeats": TEXTS, "scope": words(*operation.SCOPES), "same": words(*CLASSES),
            "changed": words(*CLASSES)}
    thing = mapping(rules.THING_KEYS, {"key": TEXTS, "blind": FLAG, "fields": each({}), "entries": many({"type": "object"})}, ("key",))
    return {"thing": thing, "source": mapping(reading.SOURCE_KEYS, {"grade": words(*Grade)}), "outcomes": outcomes,
            "idempotency": mapping(operation.IDEMPOTENCY_KEYS, keys, ("key",)),
            "batch": mapping(operation.BATCH_KEYS, {}, ("rows", "rejected", "index")),
            "nested": mapping(wiring.NESTED_KEYS, {"codec": words(*wiring.INNER_CODECS), "charset": words(*wiring.CHARSETS),
                                                   "encoding": words(*wiring.CARRIED)}, ("at",))}


def _operation(stimulus: bool) -> Schema:
    known = {
        "kind": words(operation.KINDS[1]) if stimulus else words(operation.KINDS[0]), "causes": TEXTS, "source": ref("source"),
        "severity": words(*operation.SEVERITIES), "request": ref("fields"), "reply": ref("fields"), "echo": each(SCALAR),
        "outcomes": ref("outcomes"), "idempotency": ref("idempotency"), "batch": ref("batch"), "effects": many(ref("effect")),
        "marks": many(ref("effect")),
        "observes": many(ref("observation")), "rules": many(ref("rule")), "deadline_s": NUMBER, "resend_s": NUMBER,
        "nested": many(ref("nested")),
        "namespace": {"anyOf": [SCALAR, mapping(wiring.NAMESPACE_KEYS, {})]},
        "specimen": mapping(("request", "reply"), {"request": FREE, "reply": FREE}),
    }
    return mapping(operation.KEYS, known, ("id", "title", "kind", "at") if stimulus else ("id", "title", "operation", "sends"))


def _party() -> Schema:
    framing = mapping(wiring.FRAMING_KEYS, {"encoding": words(*wiring.PREFIXES), "width": NUMBER, "inclusive": FLAG,
                                            "align": words(*wiring.ALIGNS), "heartbeat": FLAG, "places": each(NUMBER),
                                            "limit_bytes": NUMBER})
    seal = mapping(wiring.SEAL_KEYS, {"kind": words(*wiring.SEALS), "encoding": words(*wiring.ENCODINGS),
                                      "window_s": NUMBER, "replies": FLAG,
                                      "form": words(*wiring.FORMS), "headers": mapping(wiring.HEADER_KEYS, {})})
    cipher = mapping(wiring.CIPHER_KEYS, {"encoding": words(*wiring.CIPHERED)})
    wire = mapping(wiring.WIRE_KEYS, {
        "transport": words(*wiring.TRANSPORTS), "codec": words(*wiring.CODECS), "charset": words(*wiring.CHARSETS), "framing": framing,
        "nested": many(ref("nested")), "seal": seal, "cipher": cipher, "deadline_s": NUMBER, "limit_bytes": NUMBER,
        "limit_depth": NUMBER}, ("transport", "codec", "charset"))
    return mapping(party.KEYS, {
        "roles": {**each(SCALAR), "minProperties": 2, "maxProperties": 2}, "source": ref("source"), "wire": wire,
        "types": ref("types"), "request": ref("fields"), "reply": ref("fields"), "echo": each(SCALAR), "outcomes": ref("outcomes"),
        "seeds": each(many(ref("thing"))), "rules": many(ref("rule")), **time_definitions()},
        ("family", "title", "system", "system_title", "roles"))


def _part() -> Schema:
    return mapping(parts.PART_KEYS, {"kind": words(operation.KINDS[3]), "source": ref("source"), "fields": ref("fields"),
                                     "effects": many(ref("effect")), "rules": many(ref("rule")), "specimen": FREE},
                   ("id", "kind", "title", "fields"))


def _flow() -> Schema:
    step = mapping(flows.TRANSITION_KEYS, {}, flows.TRANSITION_KEYS)
    titles: Schema = {"type": "object", "additionalProperties": SCALAR}
    return mapping(flows.KEYS, {"transitions": many(step), "states": titles, "rules": many(ref("flow_rule")), "source": ref("source")},
                   ("id", "title", "family", "thing"))


def _linkage() -> Schema:
    rows = mapping(telling.ROWS_KEYS, {"columns": each(SCALAR)}, telling.ROWS_KEYS)
    one = mapping(linkages.CONSEQUENCE_KEYS, {"source": ref("source"), "level": words(*Level), "values": each({"anyOf": [SCALAR, rows]})},
                  ("id", "says", "after", "comes", "values"))
    listed = mapping(linkages.LISTING_KEYS, {"source": ref("source"), "level": words(*Level), "key": each(SCALAR), "values": each(SCALAR)},
                     ("id", "says", "after", "file", "key", "amount"))
    known = {"source": ref("source"), "unused": many(SCALAR), "consequences": many(one), "listings": many(listed)}
    return mapping(linkages.KEYS, known, ("id", "title"))


def _data() -> dict[str, Schema]:
    word = mapping(load.WORD_KEYS, {"role": words(*load.ROLES), "private": words(*load.PRIVATE[1:])}, ("title", "role"))
    return {"vocabulary": {"type": "object", "additionalProperties": word},
            "parameters": {"type": "object", "additionalProperties": {"anyOf": [SCALAR, {"type": "object", "required": ["value"]}]}},
            "codelist": {"type": "object", "additionalProperties": {"anyOf": [SCALAR, each(SCALAR)]}}}


def schema() -> Schema:
    """The schema of every kind of file; which kind a file is shows in the words that only that kind has."""
    kinds = (("party", ["wire"]), ("party", ["roles"]), ("flow", ["thing"]), ("flow", ["transitions"]), ("linkage", ["consequences"]),
             ("linkage", ["listings"]),
             ("stimulus", ["kind"]), ("file", ["kind"]), ("reconciliation", ["sides"]), ("part", ["kind"]),
             ("operation", ["sends"]), ("operation", ["specimen"]), ("operation", ["operation"]))
    chain: Schema = {"anyOf": [ref("parameters"), ref("codelist")]}
    for kind, told in reversed(kinds):
        test: Schema = {"required": told}
        if told == ["kind"]:
            test = {"required": told, "properties": {"kind": words(kind)}}
        chain = {"if": {"type": "object", **test}, "then": ref(kind), "else": chain}
    words_only: Schema = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "object", "required": ["title", "role"]}}
    chain = {"if": words_only, "then": ref("vocabulary"), "else": chain}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Kanhe contract files", **chain,
            "$defs": {**_fields(), **_rules(), **_shared(), **_data(), **file_definitions(),
                      "operation": _operation(False), "stimulus": _operation(True), "party": _party(), "flow": _flow(),
                      "linkage": _linkage(), "part": _part()}}


def schema_text() -> str:
    """The schema as it is committed."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
