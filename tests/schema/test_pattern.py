"""Patterns: what is made of a pattern libxml2 accepts, what is made of its complement libxml2 refuses, and lengths are met exactly."""
# ruff: noqa: E501 - schemas and patterns are read more easily in one line

from __future__ import annotations

import unicodedata

import pytest
from lxml import etree

from kanhe.schema.alphabet import alphabet
from kanhe.schema.choices import Seeded, Simplest
from kanhe.schema.pattern import classes
from kanhe.schema.pattern.chars import EVERY, has, meet, minus, of, size, spread, union
from kanhe.schema.pattern.language import Language
from kanhe.schema.pattern.tree import BadPattern
from kanhe.schema.pattern.xsd import parse

PATTERNS = [
    "", "a", "[A-Z]{6,6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3,3}){0,1}", r"\+[0-9]{1,3}-[0-9()+\-]{1,30}", r"\d{3}", r"\w+", r"\i\c*", r"[\i-[:]][\c-[:]]*",
    "[A-Z-[IO]]{2}", "[^a-c]*", r"\p{Lu}\p{Ll}*", "(a|b)*a(a|b){5}", "a?b{2,}|c", r"[\p{L}\d ]{1,20}", r"\p{IsCJKUnifiedIdeographs}{2,4}",
    r"\P{L}+", r"\S+@\S+", r"[0-9]{1,15}(\.[0-9]{1,2})?", r"[\s\S]*", "^a$", r"[\-a]+", r"[a\-z]+", "[-a]+", "[a-]+", r"[^\d]{2}", r"(ab|cd)(ef){2}",
    r"\\|\||\.", r"[&quot;&amp;&lt;]", "[一-龥]{1,3}", "(a|aa)(a|aa)", "((a|b)|(c|d)*)+", r"[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}", "(a{2,3}){2}", "",
    r"\D\S\W", r"[\w-[0-9]]+", "[!-~]{1,9}", ".{5}", r"\n?\t?x", "a{0}b",
]


def schema_of(pattern: str) -> etree.XMLSchema:
    """libxml2's idea of a pattern."""
    text = pattern.replace("&quot;", '"').replace("&amp;", "&").replace("&lt;", "<")
    root = etree.fromstring(b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="c"><xs:simpleType><xs:restriction '
                            b'base="xs:string"><xs:pattern/></xs:restriction></xs:simpleType></xs:element></xs:schema>')
    root[0][0][0][0].set("value", text)
    return etree.XMLSchema(root)


def admits(schema: etree.XMLSchema, text: str) -> bool:
    """Whether libxml2 takes the text for a value."""
    element = etree.Element("c")
    element.text = text
    return schema.validate(element)


def language(pattern: str, **lengths: int) -> Language:
    """The language of one pattern."""
    return Language([parse(pattern.replace("&quot;", '"').replace("&amp;", "&").replace("&lt;", "<"))], [], alphabet(), **lengths)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_libxml2_agrees(pattern):
    """Texts of the pattern are accepted and recognised again, texts of its complement are refused."""
    schema, made = schema_of(pattern), language(pattern)
    texts = {made.text(Seeded(seed)) for seed in range(80)}
    assert [] == [text for text in texts if not admits(schema, text) or not made.matches(text)]
    other = Language([parse(r"[\s\S]*")], [parse(pattern.replace("&quot;", '"').replace("&amp;", "&").replace("&lt;", "<"))], alphabet(), high=9)
    wrong = {other.text(Seeded(seed)) for seed in range(80)} if other.lengths else set()
    assert [] == [text for text in wrong if admits(schema, text) or made.matches(text)]
    assert wrong or pattern == r"[\s\S]*"


def test_classes_claim_only_what_libxml2_agrees_to():
    """Every code point that a category claims or disclaims, libxml2 sees in the same way."""
    wrong = []
    for name in classes._CATEGORIES:
        schema, found = schema_of(rf"\p{{{name}}}"), classes.category(name)
        for chars, inside in ((found.inside, True), (found.outside, False)):
            wrong += [(name, sign) for sign in spread(chars, 120) if admits(schema, sign) is not inside]
    for letter in "dswic":
        schema, found = schema_of(rf"\{letter}"), classes.escape(letter)
        for chars, inside in ((found.inside, True), (found.outside, False)):
            wrong += [(letter, sign) for sign in spread(chars, 700) if admits(schema, sign) is not inside]
    assert [] == wrong


def test_what_the_tables_dispute_is_never_made():
    """libxml2 finds no category for most Han characters: `\\p{L}` makes none of them, `\\w` does."""
    letters = "".join(language(r"\p{L}{30}").text(Seeded(seed)) for seed in range(60))
    assert not any("一" < sign < "龥" for sign in letters)
    assert any(unicodedata.category(sign) == "Ll" for sign in letters)
    assert any("一" < sign < "龥" for seed in range(60) for sign in language(r"\w{30}").text(Seeded(seed)))


@pytest.mark.parametrize(("pattern", "low", "high", "lengths"), [
    ("(ab)+c?", 6, 7, (6, 7)), ("(ab)+", 3, 7, (4, 6)), ("a{3}|b{5}", 0, 9, (3, 5)), ("[0-9]*", 2, 4, (2, 3, 4)), ("a", 2, 9, ()), ("(a{4})*", 1, 12, (4, 8, 12)),
])
def test_lengths_are_met_without_rejection(pattern, low, high, lengths):
    """Exactly the lengths that occur are known, and each is made."""
    made = language(pattern, low=low, high=high)
    assert lengths == made.lengths
    for length in lengths:
        assert len(made.of_length(Seeded(length), length)) == length


def test_several_patterns_are_met_at_once():
    """What two patterns admit together is made although hardly any text of one is a text of the other."""
    made = Language([parse("[a-z]*x[a-z]*"), parse("([a-z]{7})+"), parse("[^e]*")], [parse(".*zz.*")], alphabet(), low=10, high=20)
    assert made.lengths == (14,)
    for seed in range(50):
        text = made.text(Seeded(seed))
        assert len(text) == 14 and "x" in text and "e" not in text and "zz" not in text


def test_the_simplest_text_is_simple():
    """Without choices a pattern gives its shortest and plainest text."""
    assert language(r"\w{2,9}").text(Simplest()) == "00"
    assert language("[A-Z]{3}|[a-z]{2}").text(Simplest()) == "aa"


@pytest.mark.parametrize(("pattern", "part"), [
    (r"\p{IsKlingon}", r"\p{IsKlingon}"), (r"\p{Xx}", r"\p{Xx}"), (r"\q", r"\q"), ("(a", "(a"), ("[a", "[a"), ("a{2", "{2"), ("*a", "*"), ("a)", ")"),
    ("[z-a]", "z-a"), ("a{30000}", "{30000}"), ("a\\", "a\\"),
])
def test_what_cannot_be_read_is_named(pattern, part):
    """A pattern that is wrong or not supported says which part."""
    with pytest.raises(BadPattern) as raised:
        parse(pattern)
    assert part in raised.value.part


def test_a_pattern_with_too_many_states_is_refused():
    """What would take a machine too long is told, and does not hang."""
    with pytest.raises(BadPattern, match="过于复杂"):
        language("(a|b)*a(a|b){18}").lengths  # noqa: B018 - asking is what counts


def test_sets_of_characters_keep_the_laws():
    """Union, meet and difference agree with Python's sets."""
    one, other = of("aegz中"), union(of("abc"), ((0x4E00, 0x4E10),))
    signs = {chr(c) for low, high in union(one, other) for c in range(low, high + 1)}
    for sign in signs:
        code = ord(sign)
        assert has(meet(one, other), code) == (has(one, code) and has(other, code))
        assert has(minus(one, other), code) == (has(one, code) and not has(other, code))
    assert size(minus(EVERY, EVERY)) == 0
    assert len(list(spread(EVERY, 500))) <= 500
