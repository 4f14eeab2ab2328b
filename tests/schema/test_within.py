"""A message made within another one: it stays as it is but for the one place that the obligation is about."""

from __future__ import annotations

import json

import pytest

from kanhe.errors import Position
from kanhe.schema.choices import Seeded
from kanhe.schema.json.generate import read_schema as read_json
from kanhe.schema.json.graft import grafts
from kanhe.schema.json.source import Source
from kanhe.schema.profile import LEAN, SMALLEST
from kanhe.schema.xsd.adopt import adopted
from kanhe.schema.xsd.generate import read_schema
from kanhe.schema.xsd.judge import tree_of
from tests.schema.lax import schema
from tests.shared import shared


@pytest.mark.parametrize("name", ["pain.001.001.03", "camt.053.001.02", "camt.054.001.02"])
def test_a_message_that_was_read_is_written_the_same(name):
    """Reading a valid message back into a tree and writing it again changes no byte."""
    found = read_schema(shared(f"samples/iso20022/xsd/{name}.xsd"), name)
    for seed in range(25):
        message = found.document(Seeded(seed), LEAN)
        assert message == found.writer.bytes(adopted(found.plan, tree_of(message, "utf-8")))


def test_every_obligation_is_made_within_a_message_that_stays(tmp_path):
    """The message breaks (or meets) its constraint, and every text that stands in another part of the base is still in it."""
    found = schema(tmp_path)
    base = found.document(Seeded(11), LEAN)
    leaves = [(_part(path_of(one)), one.text) for one in tree_of(base, "utf-8").iter() if one.text and not len(one)]
    cases = [case for case in found.obligations() if case.broken is None][::23]
    assert len(cases) > 400 and len(leaves) > 10
    for number, case in enumerate(cases):
        sent = found.message(case, Seeded(number), SMALLEST, within=base)
        if sent.message is None:
            continue
        assert found.admits(sent.message) is case.obligation.valid, case.obligation
        texts = [one.text for one in tree_of(sent.message, "utf-8").iter()]
        here = _part(case.obligation.path)
        lost = [(part, text) for part, text in leaves if text not in texts and part[: len(here)] != here]
        assert not lost, case.obligation


def path_of(element):
    """The names from the root to an element."""
    return "/" + "/".join(reversed([one.tag.rpartition("}")[2] for one in (element, *element.iterancestors())]))


def _part(path):
    """The part of the message that a path lies in: the fourth level, below one payment."""
    return path.partition("@")[0].strip("/").split("/")[:4]


OBJECT = {
    "type": "object", "required": ["no", "rows"], "additionalProperties": False,
    "properties": {
        "no": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{4}$"}, "note": {"type": "string", "maxLength": 5},
        "rows": {"type": "array", "minItems": 1, "maxItems": 3, "items": {
            "type": "object", "required": ["amount"], "properties": {"amount": {"type": "integer", "minimum": 1}, "who": {"type": "string"}}}}},
}
BASE = {"no": "AB1234", "note": "hello", "rows": [{"amount": 7, "who": "x"}, {"amount": 9}]}


def test_a_json_message_keeps_what_the_obligation_is_not_about():
    """Of all members that the obligation's place does not lead through, each has the value of the base."""
    found = read_json(Source(OBJECT, (), lambda _: Position("x.json")))
    made = 0
    for number, case in enumerate(found.obligations()):
        message = found.message(case, Seeded(number), SMALLEST, within=json.dumps(BASE).encode()).message
        if message is None:
            continue
        made += 1
        value, way = json.loads(message), case.instance
        assert found.admits(message) is case.obligation.valid
        if way and isinstance(value, dict):
            assert {k: v for k, v in value.items() if k != way[0]} == {k: v for k, v in BASE.items() if k != way[0]}, case.obligation
    assert made > 20


def test_the_graft_closest_to_the_base_comes_first():
    """One member changes; what the made value lacks is taken away; a place that the base lacks is put there."""
    assert {"a": 9, "b": 2} == next(grafts({"a": 1, "b": 2}, {"a": 9, "b": 5}, ("a",)))
    assert {"b": 2} == next(grafts({"a": 1, "b": 2}, {"b": 5}, ("a",)))
    assert [{"a": 1}, {"a": 9}] == next(grafts([{"a": 1}], [{"a": 5}, {"a": 9}], ("1", "a")))
