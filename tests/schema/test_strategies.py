"""Hypothesis strategies: the same space as the sampler's, and what fails shrinks to the smallest document with the smallest value."""
# ruff: noqa: E501 - schemas are read more easily in one line

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kanhe.schema.profile import LEAN, RICH
from kanhe.schema.strategies import broken, documents, drawn
from tests.schema.schemas import TORTURE, any_schema, of_text

QUIET = settings(max_examples=40, database=None, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
NO_SHRINK = settings(QUIET, phases=[Phase.generate])


@pytest.mark.parametrize("name", TORTURE)
def test_drawn_messages_are_valid(name):
    """What Hypothesis draws is as valid as what the sampler makes."""
    schema = any_schema(name)

    @settings(NO_SHRINK, max_examples=15)
    @given(documents(schema, RICH))
    def valid(message):
        assert [] == schema.judge.faults(message)

    valid()


@pytest.mark.parametrize("name", TORTURE)
def test_drawn_breaches_are_refused(name):
    """A drawn message of an obligation is on its side of the limit."""
    schema = any_schema(name)

    @settings(NO_SHRINK, max_examples=25)
    @given(broken(schema, list(schema.obligations()), LEAN))
    def refused(sent):
        assert schema.admits(sent.message) == sent.obligation.valid

    refused()


def least(strategy, fails):
    """The message that Hypothesis ends with when `fails` counts as a failure, and how many calls that took."""
    seen = []

    @settings(QUIET, max_examples=2_000)
    @given(strategy)
    def search(message):
        seen.append(message)
        assert not fails(message)

    with pytest.raises(AssertionError):
        search()
    return seen[-1], len(seen)


def test_a_long_memo_shrinks_to_exactly_the_limit(tmp_path):
    """A peer that fails from 100 characters on: the message ends with 100 plain ones, and nothing that need not be there."""
    schema = of_text(tmp_path, """<xs:element name="a"><xs:complexType><xs:sequence><xs:element name="row" maxOccurs="9" type="row"/><xs:element name="tail" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element><xs:complexType name="row"><xs:sequence><xs:element name="code"><xs:simpleType><xs:restriction base="xs:string">
      <xs:pattern value="[A-Z]{3}"/></xs:restriction></xs:simpleType></xs:element><xs:choice><xs:element name="x" type="xs:int"/><xs:element name="y" type="xs:date"/></xs:choice>
      <xs:element name="memo" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="140"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="rows" type="row" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>""")

    def fails(message: bytes) -> bool:
        return any(len(memo) >= 100 for memo in re.findall("<memo>(.*?)</memo>", message.decode(), re.DOTALL))

    message, calls = least(documents(schema, LEAN), fails)
    row = f"<row><code>AAA</code><x>0</x><memo>{'0' * 100}</memo></row>"
    assert message.decode().endswith(f"<a>{row}</a>")
    assert calls < 1_000


def test_an_amount_shrinks_to_the_smallest_that_fails(tmp_path):
    """Numbers shrink as numbers do, and an optional part that matters not goes."""
    schema = of_text(tmp_path, """<xs:element name="a"><xs:complexType><xs:sequence>
      <xs:element name="n" maxOccurs="9"><xs:simpleType><xs:restriction base="xs:integer"><xs:minInclusive value="0"/><xs:maxInclusive value="99999"/>
      </xs:restriction></xs:simpleType></xs:element><xs:element name="m" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>""")
    message, _ = least(documents(schema, RICH), lambda message: any(int(n) >= 4321 for n in re.findall(rb"<n>([+0-9]+)</n>", message)))
    assert re.search(rb"<a><n>\d+</n></a>", message)
    assert 4321 <= int(re.search(rb"<n>(\d+)</n>", message)[1]) < 8192


def test_the_ends_of_lengths_come_often():
    """Without Hypothesis itself favouring them: the high end, one less, and the low end are drawn within a few dozen."""
    @settings(NO_SHRINK, max_examples=150)
    @given(st.lists(drawn().map(lambda choices: choices.between(1, 140)), min_size=1, max_size=1))
    def draw(numbers):
        seen.update(numbers)
        assert all(1 <= n <= 140 for n in numbers)

    seen: set[int] = set()
    draw()
    assert {139, 140} <= seen and len(seen) > 20
