"""JSON Schema: valid messages, one broken keyword each, all by jsonschema-rs's own word; recursion ends; what is not supported is told."""
# ruff: noqa: E501 - schemas are read more easily in one line

from __future__ import annotations

import json
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings

from kanhe.errors import ContractError
from kanhe.schema.choices import Seeded, Simplest
from kanhe.schema.json.judge import read
from kanhe.schema.json.located import read_located
from kanhe.schema.json.writer import write
from kanhe.schema.obligation import cover
from kanhe.schema.profile import LEAN, RICH, SMALLEST, Profile
from kanhe.schema.strategies import documents
from tests.schema.json_schemas import OPENAPI, TORTURE, schema_of
from tests.schema.test_refused import check_snapshot

# What cannot be broken alone, and why.
SILENT = {
    "numbers": {"/f type=integer, text", "/f type=integer, fraction", "/f type=integer, boolean", "/f type=integer, null"},  # nor is it then what `not` bars
    "all": {"/ optional=a"},  # the other branch requires it
    "any": {"/ type=integer, text", "/ type=string, number", "/ type=object, text"},  # another branch takes it
    "nullable": {"/a type=string, null"},  # another branch takes it
    "tagged": {"/ oneOf, 1 and 2"},  # one constant is not the other
    "not": {"/ type=object, array", "/ type=object, text", "/ type=object, null"},  # nor is it then what `not` bars
    "closed": {"/a type=integer, text", "/a type=integer, fraction", "/a type=integer, boolean", "/a type=integer, null"},  # then a is unevaluated
}


@pytest.mark.parametrize("charset", ["UTF-8", "GBK"])
@pytest.mark.parametrize("name", TORTURE)
def test_every_message_is_valid(name, charset):
    """What is made is valid after it was written and read again, lean and rich, in either charset; equal seeds give equal messages."""
    schema = schema_of(TORTURE[name], charset=charset)
    assert [] == schema.problems()
    for profile in (LEAN, RICH):
        made = list(islice(schema.documents(3, profile), 60))
        assert all(schema.admits(message) for message in made)
        assert made == list(islice(schema.documents(3, profile), 60))
        assert len(set(made)) > 1 or name == "never"
    assert schema.admits(schema.document(Simplest(), SMALLEST))


@pytest.mark.parametrize("name", TORTURE)
def test_every_label_is_right(name):
    """A message beyond breaks the keyword at the place that its label names, and nothing else; one at an edge is valid."""
    schema = schema_of(TORTURE[name])
    silent = set()
    for case in schema.obligations():
        sent = schema.message(case, Seeded(str(case.obligation)), SMALLEST)
        if sent.message is None:
            silent.add(f"{case.obligation.path} {case.obligation.constraint}")
            continue
        faults = schema.judge.faults(sent.message)
        assert bool(faults) != case.obligation.valid
        assert all(any(said[: len(case.keyword)] == case.keyword for said in blamed(fault)) for fault in faults)
        assert case.obligation.at.file == "/".join(("schema", *case.keyword))
    assert SILENT.get(name, set()) == silent


def blamed(fault):
    """The keywords that a fault, or one of its branches, blames."""
    yield fault.keyword
    for branch in fault.branches:
        for inner in branch:
            yield from blamed(inner)


LAX = [
    ("array", ("properties", "rows", "items", "properties", "amount", "multipleOf"), "/rows/0/amount", "multipleOf=0.01"),
    ("array", ("properties", "rows", "items", "properties", "id", "pattern"), "/rows/0/id", "pattern=^[0-9]{17}[0-9X]$"),
    ("array", ("properties", "rows", "items", "additionalProperties"), "/rows/0", "additionalProperties=false"),
    ("array", ("properties", "rows", "maxItems"), "/rows", "maxItems=4"), ("array", ("properties", "set", "uniqueItems"), "/set", "uniqueItems=true"),
    ("array", ("properties", "has", "maxContains"), "/has", "maxContains=3"), ("numbers", ("properties", "n", "exclusiveMaximum"), "/n", "exclusiveMaximum=0.5"),
    ("formats", ("properties", "date", "format"), "/date", "format=date"), ("text", ("properties", "a", "maxLength"), "/a", "maxLength=9"),
    ("dependent", ("dependentRequired",), "/", "dependentRequired=a, b"), ("dependent", ("dependentSchemas", "c", "properties", "b", "minimum"), "/b", "minimum=7"),
    ("condition", ("else", "required"), "/", "required=uscc"), ("any", ("anyOf", "1", "maxLength"), "/", "maxLength=4"),
    ("closed", ("unevaluatedProperties",), "/", "unevaluatedProperties=false"), ("tree", ("$defs", "node", "properties", "name", "minLength"), "/name", "minLength=1"),
]


@pytest.mark.parametrize(("name", "forgotten", "path", "constraint"), LAX, ids=lambda value: value if isinstance(value, str) else None)
def test_a_forgotten_keyword_is_named(name, forgotten, path, constraint):
    """A peer that forgets one keyword is caught at its path; one that forgets nothing is not blamed."""
    schema = schema_of(TORTURE[name])
    messages = list(schema.messages(schema.obligations()))
    strict = cover(messages, schema.admits)
    assert () == strict.lax == strict.strict and strict.sent > 5
    lax = cover(messages, schema_of(without(TORTURE[name], forgotten)).admits)
    assert () == lax.strict
    assert (path, constraint) in {(o.path, o.constraint) for o in lax.lax}
    assert {constraint.partition("=")[0].partition(",")[0]} == {o.constraint.partition("=")[0].partition(",")[0] for o in lax.lax}


def without(node, pointer):
    """A copy that lacks what a pointer names."""
    if len(pointer) == 1:
        return {key: value for key, value in node.items() if key != pointer[0]}
    if isinstance(node, list):
        return [without(item, pointer[1:]) if str(k) == pointer[0] else item for k, item in enumerate(node)]
    return {key: without(value, pointer[1:]) if key == pointer[0] else value for key, value in node.items()}


def test_drawn_values_are_valid_and_shrink():
    """Hypothesis draws valid messages, and a failure ends with the smallest of them."""
    row = {"type": "object", "required": ["id"], "properties": {"born": {"type": "string", "format": "date"}, "memo": {"type": "string", "maxLength": 20},
                                                               "id": {"type": "string", "pattern": "^[0-9]{3}$"}}}
    schema = schema_of({"type": "object", "required": ["rows"], "properties": {"more": {"type": "integer"}, "rows": {
        "type": "array", "items": row, "minItems": 1, "maxItems": 9}}})
    seen = []

    @settings(max_examples=400, database=None, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(documents(schema, RICH))
    def search(message):
        assert schema.admits(message)
        if any(len(row.get("memo") or "") >= 15 for row in read(message)["rows"]):
            seen.append(message)
            raise ValueError

    with pytest.raises(ValueError):
        search()
    assert {"rows": [{"memo": "0" * 15, "id": "000"}]} == read(seen[-1])


def test_recursion_ends():
    """What contains itself stays within the profile's bounds."""
    greedy = Profile(optional=95, repeat=9, parts=200, depth=12)

    def depth(node):
        return 1 + max((depth(child) for child in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())), default=0)

    for name in ("tree", "itself"):
        schema = schema_of(TORTURE[name])
        for seed in range(20):
            message = schema.document(Seeded(seed), greedy)
            assert depth(read(message)) <= 2 * 12 + 4
            assert len(message) < 60_000


def test_numbers_are_exact():
    """Amounts keep every digit on the way through text, and no multiple of 0.01 is off."""
    schema = schema_of(TORTURE["numbers"])
    amounts = [read(message).get("m") for message in islice(schema.documents(1, RICH), 400)]
    assert all(Decimal(amount) % Decimal("0.01") == 0 for amount in amounts if amount is not None)
    assert any(amount is not None and abs(amount) > 10 ** 15 for amount in amounts)
    assert write({"a": Decimal("12345678901234567.89"), "b": Decimal("1.50"), "c": 10 ** 30}) == b'{"a":12345678901234567.89,"b":1.50,"c":%d}' % 10 ** 30


def test_text_is_written_so_that_every_reader_reads_it():
    """Quotes, controls and what a charset lacks are escaped; everything comes back."""
    value = {'k"\\\n': ["\0\x1f\u2028", "𠮷", "誠|", None, True, 0, "", {}, []]}
    for charset in ("utf-8", "gbk", "gb18030"):
        message = write(value, charset)
        assert read(message, charset) == value == json.loads(message.decode(charset))
    assert b"\\ud842\\udfb7" in write(value, "gbk")


@pytest.mark.parametrize(("element", "pointer"), [
    ("", ("components", "requestBodies", "Pay", "content", "application/json", "schema")),
    ("POST /pay/{id}", ("components", "requestBodies", "Pay", "content", "application/json", "schema")),
    ("POST /pay/{id} 200", ("paths", "/pay/{id}", "post", "responses", "200", "content", "application/json; charset=utf-8", "schema")),
    ("Row", ("components", "schemas", "Row")),
])
def test_an_openapi_file_has_many_schemas(element, pointer):
    """A request, a reply or a component is picked by name; by default the first request with a JSON body."""
    schema = schema_of(OPENAPI, element)
    assert schema.source.target == pointer
    assert [] == schema.problems()
    assert all(schema.admits(message) for message in islice(schema.documents(1, RICH), 30))
    sent = list(schema.messages(schema.obligations()))
    assert sum(one.message is not None for one in sent) >= len(sent) - 6


def test_a_name_of_defs_may_be_the_root():
    """A JSON Schema's definition is generated by its name."""
    schema = schema_of(TORTURE["tagged"], "dog")
    assert all(read(message)["kind"] == "dog" for message in islice(schema.documents(1), 20))


REFUSED = {
    "nothing": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "minLength": 5, "maxLength": 4}}},
    "pattern": {"type": "object", "properties": {"a": {"type": "string", "pattern": "^(?!x)a"}}},
    "pattern-name": {"type": "object", "patternProperties": {"\\bx": {}}}, "far-reference": {"$ref": "https://example.org/x.json"},
    "lost-reference": {"properties": {"a": {"$ref": "#/$defs/none"}}}, "dynamic": {"$dynamicRef": "#x", "$defs": {"x": {"$dynamicAnchor": "x"}}},
    "no-schema": {"type": "strin"}, "length-pattern": {"type": "string", "pattern": "^a{3}$", "minLength": 4},
    "number": {"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 2}, "few": {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 3},
    "two-things": {"properties": {"a": {"pattern": "(?=a)"}, "b": {"$ref": "other.json"}}},
    "anchors": {"properties": {"a": {"pattern": "a^b"}, "b": {"pattern": "a$b"}, "c": {"pattern": "\\xzz"}}},
    "dialect": {"$schema": "https://example.org/own", "type": "string"},
    "endless": {"$ref": "#/$defs/a", "$defs": {"a": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/a"}}}}},
    "few-texts": {"type": "array", "items": {"type": "string", "pattern": "^[ab]$"}, "uniqueItems": True, "minItems": 3},
    "few-names": {"type": "object", "propertyNames": {"pattern": "^[ab]$"}, "minProperties": 3},
    "two-patterns": {"type": "object", "patternProperties": {"^a": {"minLength": 1}, "b$": {"maxLength": 9}}, "required": ["ab"]},
    "all-at-once": {"type": "string", "format": "date", "maxLength": 9},
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_or_not_supported_is_told_at_its_place(name):
    """Refused before anything is made, by name and place; each text has a snapshot."""
    try:
        found = schema_of(REFUSED[name]).problems()
    except ContractError as error:
        found = list(error.problems)
    assert found
    check_snapshot(f"json-{name}", "".join(f"{problem}\n" for problem in found))


@pytest.mark.parametrize(("name", "text"), [("syntax", '{"a": 1,\n"b"}'), ("twice", '{"a": 1, "a": 2}'), ("deep", "[" * 100_000)])
def test_a_file_that_is_no_json_is_told(name, text):
    """At its line and column, where there is one."""
    with pytest.raises(ContractError) as raised:
        read_located(text, "own.json")
    check_snapshot(f"json-file-{name}", f"{raised.value}\n")


def test_an_unknown_element_is_told():
    """What is there is told instead."""
    for data, name in ((OPENAPI, "json-element"), (TORTURE["tagged"], "json-definition")):
        with pytest.raises(ContractError) as raised:
            schema_of(data, "nix")
        check_snapshot(name, f"{raised.value}\n")
