"""Reads simple types: restriction, list and union, with the facets of the whole derivation merged."""

from __future__ import annotations

from dataclasses import replace

from kanhe.schema.pattern.tree import BadPattern, Either
from kanhe.schema.pattern.xsd import parse
from kanhe.schema.xsd.builtin import REFUSED
from kanhe.schema.xsd.checks import words
from kanhe.schema.xsd.documents import Document, Tag, children, kind_of
from kanhe.schema.xsd.plan import XSD, Bound, Facet, Name, Simple
from kanhe.schema.xsd.tables import Names

_FACETS = ("length", "minLength", "maxLength", "pattern", "enumeration", "whiteSpace", "minInclusive", "minExclusive", "maxInclusive",
           "maxExclusive", "totalDigits", "fractionDigits")
_REPLACES = {"minInclusive": ("minExclusive",), "minExclusive": ("minInclusive",), "maxInclusive": ("maxExclusive",),
             "maxExclusive": ("maxInclusive",), "length": ("minLength", "maxLength")}


def read_simple(reader: Names, tag: Tag, document: Document) -> Simple:
    """A `simpleType` tag."""
    name, at = tag.get("name") or "（无名类型）", document.at(tag)
    step = next(children(tag))
    kind = kind_of(step)
    if kind == "restriction":
        return replace(restricted(reader, base_of(reader, step, document), step, document), name=name, at=at)
    if kind == "list":
        return Simple(name=name, builtin="", at=at, item=_named_or_inner(reader, step, document, "itemType"))
    members = [reader_simple(reader, document, step, said) for said in step.get("memberTypes", "").split()]
    members += [read_simple(reader, inner, document) for inner in children(step, "simpleType")]
    return Simple(name=name, builtin="", at=at, members=tuple(members))


def base_of(reader: Names, step: Tag, document: Document) -> Simple:
    """The type that a restriction of a simple type restricts."""
    return _named_or_inner(reader, step, document, "base")


def _named_or_inner(reader: Names, step: Tag, document: Document, attribute: str) -> Simple:
    said = step.get(attribute)
    if said:
        return reader_simple(reader, document, step, said)
    return read_simple(reader, next(children(step, "simpleType")), document)


def reader_simple(reader: Names, document: Document, tag: Tag, said: str) -> Simple:
    """The simple type of a QName."""
    return reader.simple(supported(reader, document, tag, said))


def supported(reader: Names, document: Document, tag: Tag, said: str) -> Name:
    """The type that a QName means; a refused built-in type is told at the tag that names it."""
    name = reader.name(document, tag, said)
    if name.space == XSD and name.local in REFUSED:
        reader.refuse(document.at(tag), f"类型 xs:{name.local}：其值要在 DOCTYPE 里声明，报文一律不含 DOCTYPE", "xs:NCName 或 xs:string")
        return Name(XSD, "NCName")
    return name


def restricted(reader: Names, base: Simple, step: Tag, document: Document) -> Simple:
    """The base with the facets of one restriction."""
    found: dict[str, list[Tag]] = {}
    for tag in children(step, *_FACETS):
        found.setdefault(kind_of(tag), []).append(tag)
    simple = base
    for name, tags in found.items():
        simple = _with(reader, simple, name, tags, document)
    return simple


def _with(reader: Names, base: Simple, name: str, tags: list[Tag], document: Document) -> Simple:
    at, said = document.at(tags[0]), tags[0].get("value", "")
    if name == "whiteSpace":
        return replace(base, space=said)
    if name == "pattern":
        return _with_patterns(reader, base, tags, document)
    if name == "enumeration":
        values = tuple(dict.fromkeys(_spaced(tag.get("value", ""), base) for tag in tags))
        if base.builtin in ("QName", "NOTATION") and any(":" in value for value in values):
            reader.refuse(at, f"带前缀的 {base.builtin} 枚举值 {values[0]}", "不带前缀的名字")
        return replace(base, values=values, facets=_stated(base, Facet(name, str(len(values)), at)))
    stated = replace(base, facets=_stated(base, Facet(name, said.strip(), at)))
    if name.endswith(("Inclusive", "Exclusive")):
        bound = Bound(said.strip(), name.endswith("Inclusive"))
        return replace(stated, low=bound) if name.startswith("min") else replace(stated, high=bound)
    count = int(said)
    if name == "length":
        return replace(stated, low_length=count, high_length=count)
    field = {"minLength": "low_length", "maxLength": "high_length", "totalDigits": "digits", "fractionDigits": "fraction"}[name]
    changes: dict[str, int] = {field: count}
    return replace(stated, **changes)  # type: ignore[arg-type]


def _stated(base: Simple, facet: Facet) -> tuple[Facet, ...]:
    """The facets with one more; what it tightens is no limit of its own any more."""
    gone = (facet.name, *_REPLACES.get(facet.name, ())) if facet.name != "pattern" else ()
    return (*(f for f in base.facets if f.name not in gone), facet)


def _with_patterns(reader: Names, base: Simple, tags: list[Tag], document: Document) -> Simple:
    """The patterns of one step are alternatives; those of different steps must all match."""
    trees = []
    for tag in tags:
        try:
            trees.append(parse(tag.get("value", "")))
        except BadPattern as error:
            reader.refuse(document.at(tag), f"模式 {tag.get('value', '')}：{error.part} {error.why}", "XML Schema 1.0 附录 F 的模式")
    if not trees:
        return base
    facet = Facet("pattern", "|".join(tag.get("value", "") for tag in tags), document.at(tags[0]))
    tree = trees[0] if len(trees) == 1 else Either(tuple(trees))
    return replace(base, patterns=(*base.patterns, tree), facets=(*base.facets, facet))


def _spaced(text: str, base: Simple) -> str:
    """The value as the white space facet of the type leaves it."""
    if base.space == "preserve" and base.item is None:
        return text
    text = text.translate({9: 32, 10: 32, 13: 32})
    return text if base.space == "replace" and base.item is None else " ".join(words(text))
