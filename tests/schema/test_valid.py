"""Valid messages: libxml2 takes every one, our own plan describes it, equal seeds give equal messages, and size stays bounded."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest
from lxml import etree

from kanhe.schema.alphabet import alphabet
from kanhe.schema.choices import Seeded, Simplest
from kanhe.schema.pattern.chars import EVERY, has
from kanhe.schema.profile import LEAN, RICH, SMALLEST, Profile
from kanhe.schema.xsd.node import nodes
from kanhe.schema.xsd.plan import Simple
from kanhe.schema.xsd.texts import Texts
from tests.schema.describe import complaint
from tests.schema.schemas import ISO, TORTURE, any_schema, torture
from tests.shared import shared

HOW_MANY = 25  # benchmarks/generate.py makes a thousand of each
MESSAGES = {
    "FI_camt_053_sample": "camt.053.001.02", "FI_camt_054_sample": "camt.054.001.02", "statement_1": "camt.053.001.02",
    "International_payment_RUB_naujas_1": "pain.001.001.03", "International_payment_USD_naujas_1": "pain.001.001.03",
    "sepa_payment_naujas_1": "pain.001.001.03", "gistfile1": "pain.001.001.03", "valid_pain_v11": "",
}


@pytest.mark.parametrize(("name", "charset"), [(n, c) for n in TORTURE for c in ("UTF-8", "GBK", "GB18030")] + [
    (n, "GBK" if n.startswith("pa") else "UTF-8") for n in ISO])
def test_every_message_is_valid(name, charset):
    """libxml2 and our own reading of the schema both accept what is made, lean and rich, in every charset."""
    schema = any_schema(name, charset)
    for profile, count in ((LEAN, HOW_MANY), (RICH, HOW_MANY if name in TORTURE else 4)):
        for message in islice(schema.documents(7, profile), count):
            assert [] == schema.judge.faults(message, schema.codec)
            assert complaint(schema.plan, message.decode(schema.codec).partition("?>")[2].encode()) == ""
            assert message.startswith(f'<?xml version="1.0" encoding="{charset}"?>'.encode())
    assert [] == schema.problems()


@pytest.mark.parametrize("name", [*TORTURE, *ISO])
def test_the_simplest_message_is_valid_and_the_smallest(name):
    """Where nothing is chosen, what must be there is there, and nothing else."""
    schema = any_schema(name)
    message = schema.document(Simplest(), SMALLEST)
    assert schema.admits(message)
    assert sum(1 for _ in etree.fromstring(message).iter()) <= min(
        sum(1 for _ in etree.fromstring(other).iter()) for other in islice(schema.documents(1, LEAN), HOW_MANY))


@pytest.mark.parametrize("name", MESSAGES)
def test_messages_written_by_others_are_described(name):
    """Our plan finds nothing wrong with valid messages that others wrote; where our samples lack their schema, it says so at the root."""
    data = shared(f"samples/iso20022/messages/{name}.xml").read_bytes()
    if not MESSAGES[name]:
        assert complaint(any_schema("pain.001.001.10").plan, data).startswith("root")
        return
    schema = any_schema(MESSAGES[name])
    assert schema.admits(data)
    assert complaint(schema.plan, data) == ""


def test_equal_seeds_give_equal_messages_and_others_do_not():
    """A seed means one stream of messages."""
    schema = any_schema("structure.xsd")
    first, again, other = (list(islice(schema.documents(seed, RICH), 10)) for seed in (3, 3, 4))
    assert first == again
    assert first != other
    fresh = torture.__wrapped__("structure.xsd")
    assert first == list(islice(fresh.documents(3, RICH), 10))


def test_recursion_and_repetition_stay_bounded():
    """A profile that wants everything still ends: what contains itself, and what may occur without limit, stops at the profile's bounds."""
    schema = any_schema("structure.xsd")
    greedy = Profile(optional=95, repeat=5, parts=300, depth=25)
    for seed in range(20):
        tree = etree.fromstring(schema.document(Seeded(seed), greedy))
        deepest = max(sum(1 for _ in node.iterancestors()) for node in tree.iter())
        assert deepest <= 25 + 4
        assert sum(1 for _ in tree.iter()) <= 2 * 300  # what was begun before the bound is finished as shortly as can be


def test_every_declared_element_and_attribute_comes_up():
    """Nothing that the hand-made schemas declare is never made."""
    for name in TORTURE:
        schema = any_schema(name)
        owed = {case.obligation.path.replace("(", "/").split("/@")[0] for case in schema.obligations()}
        wanted = {path.rsplit("/", 1)[-1].rstrip(")") for path in owed}
        trees = [etree.fromstring(message) for message in islice(schema.documents(5, RICH), 120)]
        seen = {etree.QName(node).localname for tree in trees for node in tree.iter()}
        types = {str(t.name) for t in schema.plan.types if getattr(t, "name", None)}
        assert wanted - types <= seen | {"Never"}, name


def test_naughty_strings_of_others_are_sent_whole():
    """Every text of the big list of naughty strings that XML and the charset can hold arrives in a valid message as it was sent."""
    lines = shared("samples/vectors/naughty-strings.txt").read_text("utf-8").split("\n")
    texts = [line for line in lines if line and not line.startswith("#") and has_only(line)]
    for charset in ("utf-8", "gbk"):
        letters = replace(alphabet(charset), naughty=tuple(text for text in texts if alphabet(charset).can(text)))
        schema = torture.__wrapped__("structure.xsd", {"utf-8": "UTF-8", "gbk": "GBK"}[charset])
        make, seen = Texts(letters).of(STRING), set()
        choices = Seeded(1)
        for _ in range(6_000):
            seen.add(make(choices))
        sent = [text for text in letters.naughty if text in seen and text.strip(" \t\n\r")]
        assert len(sent) > 0.5 * len([text for text in letters.naughty if len(text) <= 200])
        for text in sent:
            node = schema.tree(Simplest(), SMALLEST)
            leaf = next(one for one in nodes(node) if one.name.local == "A")
            leaf.children = [text]
            message = schema.writer.bytes(node)
            assert schema.admits(message)
            read = etree.fromstring(message.decode(charset).partition("?>")[2].encode())
            assert read.find(".//{*}A").text == text


STRING = Simple(name="t", builtin="string", at=None, space="preserve", high_length=200)


def has_only(text):
    """Whether XML 1.0 admits every character."""
    return all(has(EVERY, ord(sign)) for sign in text)
