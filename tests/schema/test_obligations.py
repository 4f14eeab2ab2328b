"""Obligations: every label is right by libxml2's own words, both sides exist, and nothing that can be broken is left out."""
# ruff: noqa: E501 - schemas and patterns are read more easily in one line

from __future__ import annotations

from dataclasses import replace

import pytest

from kanhe.schema.choices import Seeded
from kanhe.schema.obligation import Coverage, Obligation, Sent, cover
from kanhe.schema.profile import LEAN
from tests.schema.labels import agrees
from tests.schema.schemas import TORTURE, any_schema, of_text

# What cannot be reached, or not be broken alone, and why.
SILENT = {
    "types.xsd": {
        "/Types/Text/Link datatype=anyURI": "each trap is shorter than the type allows", "/Types/Number/Exactly datatype=decimal": "its pattern",
        "/Types/Number/Flag datatype=boolean": "its pattern", "/Types/Many/Lists member 1 item minInclusive=0": "NMTOKENS takes any number",
        "/Types/Many/Lists member 1 item maxInclusive=100": "NMTOKENS takes any number",
    },
    "identity.xsd": {
        "/Batch/Account/@no use=optional": "the key needs it", "/Batch/Account/Tag maxOccurs=3": "there are three colours, all different",
        "/Batch/Entry/Of pattern=[0-9]{6}": "what it refers to has the same pattern",
    },
    "more.xsd": {
        "/More/Unions/Patterned member 1 datatype=decimal": "its pattern", "/More/Unions/Patterned member 2 datatype=NCName": "its pattern",
        "/More/Unions/ListPatterned item datatype=int": "its pattern", "/More/Unions/Amount datatype=decimal": "its pattern",
        "/More/Unions/Amount fractionDigits=1": "its pattern", "/More/Unions/Amount totalDigits=5": "its bounds allow four digits",
        "/More/Region/City/@id use=optional": "the key needs it",
    },
    "bare.xsd": {"/凭证/金额 name": "Han has no upper case", "/凭证 name": "Han has no upper case"},
}


@pytest.mark.parametrize("name", TORTURE)
def test_every_label_is_right(name):
    """libxml2 refuses each message beyond, and its first words name the same constraint at the same place; messages at an edge it accepts."""
    schema = any_schema(name)
    silent = set()
    for sent in schema.messages(schema.obligations()):
        if sent.message is None:
            silent.add(f"{sent.obligation.path} {sent.obligation.constraint}")
            continue
        faults = schema.judge.faults(sent.message)
        assert bool(faults) != sent.obligation.valid
        assert not faults or agrees(sent.obligation, faults) == ""
    assert silent <= set(SILENT.get(name, {}))


@pytest.mark.parametrize("name", ["camt.060.001.05", "pacs.008.001.09", "pain.001.001.03", "pain.001.001.09"])
def test_labels_of_published_schemas_are_right(name):
    """The same for every 60th obligation of some published schemas; benchmarks/generate.py takes all of all of them."""
    schema = any_schema(name)
    for sent in schema.messages(list(schema.obligations())[::60]):
        assert sent.message is not None
        faults = schema.judge.faults(sent.message)
        assert bool(faults) != sent.obligation.valid
        assert not faults or agrees(sent.obligation, faults) == ""


@pytest.mark.parametrize("name", TORTURE)
def test_obligations_also_hold_within_larger_messages(name):
    """With chance around it, a message still breaks its own constraint and no other."""
    schema = any_schema(name)
    for number, case in enumerate(list(schema.obligations())[::5]):
        sent = schema.message(case, Seeded(number), LEAN)
        if sent.message is not None:
            faults = schema.judge.faults(sent.message)
            assert bool(faults) != sent.obligation.valid
            assert not faults or agrees(sent.obligation, faults) == ""


def test_each_facet_has_both_sides(tmp_path):
    """At the edge and just beyond it: the values are as near to the limit as the type can tell."""
    schema = of_text(tmp_path, """
      <xs:element name="a"><xs:complexType><xs:sequence>
        <xs:element name="t"><xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="2"/><xs:maxLength value="5"/></xs:restriction></xs:simpleType></xs:element>
        <xs:element name="n"><xs:simpleType><xs:restriction base="xs:decimal"><xs:totalDigits value="4"/><xs:fractionDigits value="2"/><xs:maxInclusive value="50"/></xs:restriction></xs:simpleType></xs:element>
        <xs:element name="i"><xs:simpleType><xs:restriction base="xs:int"><xs:minExclusive value="7"/></xs:restriction></xs:simpleType></xs:element>
        <xs:element name="d"><xs:simpleType><xs:restriction base="xs:date"><xs:maxExclusive value="2026-03-01"/></xs:restriction></xs:simpleType></xs:element>
      </xs:sequence></xs:complexType></xs:element>""")
    found = {}
    for sent in schema.messages(schema.obligations()):
        leaf = sent.obligation.path.rsplit("/", 1)[-1]
        text = sent.message.decode().partition(f"<{leaf}>")[2].partition(f"</{leaf}>")[0]
        found[leaf, sent.obligation.constraint, sent.obligation.valid] = text
    assert len(found["t", "minLength=2", True]) == 2 and len(found["t", "minLength=2", False]) == 1
    assert len(found["t", "maxLength=5", True]) == 5 and len(found["t", "maxLength=5", False]) == 6
    assert all("一" <= sign <= "龥" for sign in found["t", "maxLength=5, all of them Han", True])
    assert "50" == found["n", "maxInclusive=50", True] and "50.01" == found["n", "maxInclusive=50", False]
    assert len(found["n", "totalDigits=4", True].strip("-+0").replace(".", "")) == 4
    assert len(found["n", "totalDigits=4", False].strip("-+").replace(".", "")) == 5
    assert len(found["n", "fractionDigits=2", False].partition(".")[2]) == 3
    assert ("8", "7") == (found["i", "minExclusive=7", True], found["i", "minExclusive=7", False])
    assert ("2026-02-28", "2026-03-01") == (found["d", "maxExclusive=2026-03-01", True], found["d", "maxExclusive=2026-03-01", False])


def test_obligations_say_where_the_schema_demands_it(tmp_path):
    """The place of an obligation is the line of the facet or declaration."""
    schema = of_text(tmp_path, '<xs:element name="a">\n<xs:simpleType><xs:restriction base="xs:string">\n<xs:maxLength value="5"/>\n'
                               "</xs:restriction></xs:simpleType></xs:element>")
    lines = {case.obligation.constraint: case.obligation.at.line for case in schema.obligations()}
    assert lines["maxLength=5"] == 4
    assert lines["nillable=false"] == 2


def test_coverage_counts():
    """What exists, was sent, was kept; what was accepted or refused wrongly is told apart."""
    some = any_schema("bare.xsd")
    one = next(some.obligations()).obligation
    edge, beyond = replace(one, valid=True), replace(one, valid=False)
    sent = [Sent(edge, b"1"), Sent(beyond, b"2"), Sent(edge, b"3"), Sent(beyond, b"4"), Sent(beyond, None)]
    found = cover(sent, lambda message: message in (b"1", b"4"))
    assert Coverage(exist=5, sent=4, kept=2, lax=(beyond,), strict=(edge,)) == found
    assert "义务 5 项，发送 4 项，如约 2 项，误收 1 项，误拒 1 项" in str(found)
    assert "越界，应拒绝" in str(beyond)
    assert isinstance(one, Obligation)
