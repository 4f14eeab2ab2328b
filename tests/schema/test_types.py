"""Simple types: what is made of each is a value by libxml2, what traps hold is none, and our own opinion of texts is libxml2's."""
# ruff: noqa: E501 - schemas are read more easily in one line

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from kanhe.schema.alphabet import alphabet
from kanhe.schema.bank import Unmakeable
from kanhe.schema.choices import Seeded, Simplest
from kanhe.schema.naughty import NAUGHTY
from kanhe.schema.xsd.builtin import BUILTINS
from kanhe.schema.xsd.checks import fits
from kanhe.schema.xsd.limits import limits
from kanhe.schema.xsd.plan import Simple
from kanhe.schema.xsd.texts import Texts
from kanhe.schema.xsd.traps import traps
from tests.schema.schemas import of_text

FACETS = {
    "decimal": "<xs:totalDigits value='5'/><xs:fractionDigits value='2'/><xs:minInclusive value='-3.5'/><xs:maxExclusive value='200'/>",
    "integer": "<xs:minExclusive value='-10'/><xs:totalDigits value='3'/>", "string": "<xs:minLength value='2'/><xs:maxLength value='6'/>",
    "token": "<xs:length value='4'/>", "date": "<xs:minInclusive value='2024-02-28'/><xs:maxExclusive value='2024-03-02'/>",
    "dateTime": "<xs:minExclusive value='2024-02-28T23:00:00Z'/><xs:maxInclusive value='2024-03-01T00:00:00Z'/>",
    "time": "<xs:minInclusive value='08:30:00'/>", "gYear": "<xs:maxInclusive value='1999'/>", "gMonthDay": "<xs:minInclusive value='--02-28'/>",
    "duration": "<xs:minExclusive value='PT1H'/><xs:maxInclusive value='P2D'/>", "hexBinary": "<xs:length value='3'/>",
    "base64Binary": "<xs:minLength value='2'/><xs:maxLength value='4'/>", "double": "<xs:minInclusive value='-1e3'/><xs:maxInclusive value='2.5'/>",
    "anyURI": "<xs:maxLength value='12'/>", "NMTOKEN": "<xs:pattern value='[a-c]+'/><xs:maxLength value='3'/>", "language": "<xs:pattern value='zh.*'/>",
    "boolean": "<xs:pattern value='true|false'/>", "unsignedByte": "<xs:minInclusive value='250'/>", "normalizedString": "<xs:maxLength value='3'/>",
    "gYearMonth": "<xs:minInclusive value='2026-11'/>", "gMonth": "<xs:maxExclusive value='--03'/>", "gDay": "<xs:minExclusive value='---29'/>",
}
CASES = [*((name, "") for name in BUILTINS if name not in ("anySimpleType", "NOTATION")), *FACETS.items()]
# Where libxml2 takes more for a value than we do: signs in base64, 1e, names with disputed characters, years before 1, moments of which one
# has a zone and the other none. What we make keeps clear of all that.
LAXER = {"base64Binary", "float", "double", "Name", "NCName", "NMTOKEN", "ID", "IDREF", "date", "dateTime", "time", "duration", "gYear", "gYearMonth",
         "gMonthDay", "gMonth", "gDay"}


def typed(folder, name, facets):
    """(our type, whether libxml2 takes a text for a value of it)."""
    schema = of_text(folder, f"<xs:element name='a'><xs:simpleType><xs:restriction base='xs:{name}'>{facets}</xs:restriction></xs:simpleType></xs:element>")
    simple = schema.plan.types[schema.plan.elements[schema.plan.root].type]
    assert isinstance(simple, Simple)

    def admits(text: str) -> bool:
        element = etree.Element("a")
        element.text = text
        try:
            return schema.judge.schema.validate(element)
        except etree.XMLSchemaValidateError:  # libxml2 stumbles over years like -0000
            return False

    return simple, admits


@pytest.mark.parametrize(("name", "facets"), CASES)
def test_what_is_made_is_a_value(tmp_path, name, facets):
    """Drawn, simplest, at each edge; and what lies beyond a limit is none."""
    simple, admits = typed(tmp_path, name, facets)
    texts = Texts(alphabet())
    make = texts.of(simple)
    made = {make(Simplest()), *(make(Seeded(seed)) for seed in range(150))}
    assert [] == [text for text in made if not admits(text)]
    assert len(made) > 1
    for limit in limits(simple):
        for side, valid in ((limit.edge, True), (limit.beyond, False)):
            if side is None or (limit.broken == "datatype" and not valid):
                continue
            try:
                some = {texts.of(side)(Seeded(seed)) for seed in range(5)}
            except Unmakeable:
                assert limit.extra or (facets.count("<") > 1 or "pattern" in facets)
                continue
            assert [] == [(limit.name, text) for text in some if admits(text) is not valid]


@pytest.mark.parametrize(("name", "facets"), CASES)
def test_our_opinion_is_libxml2s(tmp_path, name, facets):
    """Texts that were made for every type, traps of every type and naughty ones: what we take for a value is one, and the other way round."""
    simple, admits = typed(tmp_path, name, facets)
    texts = Texts(alphabet())
    asked = {trap for other in BUILTINS for trap in traps(other)} | {text for text in NAUGHTY if "\r" not in text}
    for other in BUILTINS.values():
        make = texts.of(Simple(name=other.name, builtin=other.name, at=simple.at, space=other.space))
        asked |= {make(Seeded(seed)) for seed in range(8)}
    asked |= {"".join(pair) for text in sorted(asked)[:60] for pair in ((text, "0"), ("-", text))}
    asked = {text for text in asked if text == text.strip(" \t\n\r") and "  " not in text and "\t" not in text and "\n" not in text and "\r" not in text}
    differ = {text for text in asked if fits(simple, text) != admits(text)}
    if name in ("anyURI", "QName"):
        return  # whether a text is a URI or has a bound prefix, we leave to libxml2
    if name in LAXER:
        differ = {text for text in differ if fits(simple, text)}
    assert set() == differ


def test_traps_are_no_values(tmp_path):
    """Each type has a trap that libxml2 refuses, unless every text is a value of it."""
    for name in BUILTINS:
        if name not in ("anySimpleType", "NOTATION"):
            _, admits = typed(tmp_path, name, "")
            refused = [text for text in traps(name) if not admits(text)]
            assert refused or name in ("string", "normalizedString", "token")


def test_texts_cover_what_is_awkward():
    """Free texts hold characters whose GBK bytes end in | or \\, rare names, full-width digits, and whole naughty texts; GBK texts encode."""
    simple = Simple(name="t", builtin="string", at=None, space="preserve", high_length=20)
    for charset in ("utf-8", "gbk"):
        make = Texts(alphabet(charset)).of(simple)
        choices = Seeded(1)
        made = [make(choices) for _ in range(3000)]
        whole = "".join(made)
        ends = {sign.encode("gbk", "ignore")[1:] for sign in whole}
        assert {b"|", b"\\"} <= ends
        assert set("０５９龘喆镕") <= set(whole)
        whole_ones = [text for text in NAUGHTY if len(text) <= 20 and alphabet(charset).can(text)]
        assert len(set(made) & set(whole_ones)) > 0.9 * len(whole_ones)
        assert ("𠮷" in whole) == (charset == "utf-8")
        for text in made:
            text.encode(charset)


def test_digits_in_other_scripts_are_made_where_the_pattern_admits_them(tmp_path):
    """`\\d` admits full-width digits: they are drawn, and an obligation asks for them alone."""
    simple, admits = typed(tmp_path, "string", "<xs:pattern value='\\d{6}'/>")
    make = Texts(alphabet("gbk")).of(simple)
    assert any(set(make(Seeded(seed))) & set("０１２３４５６７８９") for seed in range(60))
    wide = next(limit for limit in limits(simple) if "full-width" in limit.name)
    text = Texts(alphabet()).of(wide.edge)(Seeded(1))
    assert set(text) <= set("０１２３４５６７８９") and admits(text)


def test_a_type_without_values_is_told():
    """Limits that contradict each other are found before anything is made."""
    base = Simple(name="t", builtin="decimal", at=None)
    for wrong in (replace(base, builtin="string", low_length=3, high_length=2), replace(base, builtin="string", values=("ab",), high_length=1)):
        with pytest.raises(Unmakeable):
            Texts(alphabet()).of(wrong)
