"""Reads complex types: content models, attributes, extension and restriction, simple content, wildcards, groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kanhe.errors import Position
from kanhe.schema.xsd.documents import Document, Tag, children, kind_of
from kanhe.schema.xsd.plan import XSD, Attribute, Complex, Element, Group, Name, Particle, Wildcard
from kanhe.schema.xsd.simple_types import read_simple, restricted
from kanhe.schema.xsd.tables import Tables

_PARTICLES = ("element", "group", "choice", "sequence", "all", "any")


def any_type(at: Position) -> Complex:
    """xs:anyType: whatever is well formed."""
    anything = Wildcard(None, frozenset(), "lax", at)
    return Complex(name=Name(XSD, "anyType"), at=at, mixed=True, content=Particle(0, None, anything), any_attribute=anything)


def read_complex(reader: Tables, tag: Tag, document: Document, name: Name | None) -> Complex:
    """A `complexType` tag; name: None for one without."""
    head = Complex(name=name, at=document.at(tag), mixed=tag.get("mixed") in ("true", "1"), abstract=tag.get("abstract") in ("true", "1"),
                   derived=_derived(reader, name, frozenset()) if name else ())
    for content in children(tag, "simpleContent", "complexContent"):
        step = next(children(content, "extension", "restriction"))
        if kind_of(content) == "simpleContent":
            return _simple_content(reader, head, step, document)
        mixed = content.get("mixed")
        return _complex_content(reader, head if mixed is None else replace(head, mixed=mixed in ("true", "1")), step, document)
    attributes, wildcard, _ = _attributes(reader, tag, document)
    return replace(head, content=_content(reader, tag, document), attributes=attributes, any_attribute=wildcard)


def _derived(reader: Tables, name: Name, way: frozenset[str]) -> tuple[tuple[int, frozenset[str]], ...]:
    found: list[tuple[int, frozenset[str]]] = []
    for other, method in reader.derivations.get(name, ()):
        tag, _ = reader.component("type", other)
        if tag.get("abstract") not in ("true", "1"):
            found.append((reader.number(other), way | {method}))
        found += _derived(reader, other, way | {method})
    return tuple(found)


def _simple_content(reader: Tables, head: Complex, step: Tag, document: Document) -> Complex:
    base = reader.name(document, step, step.get("base", ""))
    attributes, wildcard, gone = _attributes(reader, step, document)
    if reader.is_simple(base):
        simple, inherited, inherited_wildcard = reader.simple(base), (), None
    else:
        found = reader.complex(base)
        inner = found.simple
        inherited, inherited_wildcard = found.attributes, found.any_attribute  # type: ignore[assignment]
        simple = inner if inner is not None else reader.simple(Name(XSD, "string"))
    if kind_of(step) == "restriction":
        for inner_type in children(step, "simpleType"):
            simple = read_simple(reader, inner_type, document)
        simple = restricted(reader, simple, step, document)
        inherited_wildcard = None
    return replace(head, simple=simple, attributes=_merged(inherited, attributes, gone), any_attribute=wildcard or inherited_wildcard)


def _complex_content(reader: Tables, head: Complex, step: Tag, document: Document) -> Complex:
    base_name = reader.name(document, step, step.get("base", ""))
    attributes, wildcard, gone = _attributes(reader, step, document)
    content = _content(reader, step, document)
    if base_name == Name(XSD, "anyType"):
        return replace(head, content=content, attributes=attributes, any_attribute=wildcard)
    base = reader.complex(base_name)
    merged = _merged(base.attributes, attributes, gone)
    if kind_of(step) == "restriction":
        return replace(head, content=content, attributes=merged, any_attribute=wildcard)
    if base.content is None or content is None:
        both = base.content or content
    else:
        both = Particle(1, 1, Group("sequence", (base.content, content), head.at))
    return replace(head, content=both, attributes=merged, any_attribute=wildcard or base.any_attribute, mixed=head.mixed or base.mixed,
                   simple=base.simple)


def _merged(base: Sequence[Attribute], own: Sequence[Attribute], gone: frozenset[Name]) -> tuple[Attribute, ...]:
    found = {a.name: a for a in (*base, *own)}
    return tuple(a for a in found.values() if a.name not in gone)


def _attributes(reader: Tables, tag: Tag, document: Document) -> tuple[tuple[Attribute, ...], Wildcard | None, frozenset[Name]]:
    """(attributes, wildcard, names that are prohibited)."""
    found: dict[Name, Attribute] = {}
    gone: set[Name] = set()
    wildcard: Wildcard | None = None
    for inner in children(tag, "attribute", "attributeGroup", "anyAttribute"):
        kind = kind_of(inner)
        if kind == "anyAttribute":
            wildcard = _wildcard(reader, inner, document)
        elif kind == "attributeGroup":
            group = reader.component("attributeGroup", reader.name(document, inner, inner.get("ref", "")))
            attributes, other, _ = _attributes(reader, *group)
            found.update((a.name, a) for a in attributes)
            wildcard = wildcard or other
        else:
            attribute = _attribute(reader, inner, document)
            if inner.get("use") == "prohibited":
                gone.add(attribute.name)
            else:
                found[attribute.name] = attribute
    return tuple(found.values()), wildcard, frozenset(gone)


def _attribute(reader: Tables, tag: Tag, document: Document) -> Attribute:
    required = tag.get("use") == "required"
    said = tag.get("ref")
    if said:
        known = reader.attribute(reader.name(document, tag, said))
        return replace(known, required=required, at=document.at(tag), default=tag.get("default", known.default),
                       fixed=tag.get("fixed", known.fixed))
    qualified = tag.get("form", "qualified" if document.qualified_attributes else "") == "qualified"
    return Attribute(name=Name(document.space if qualified else "", tag.get("name", "")), type=reader.type_of_attribute(tag, document),
                     required=required, at=document.at(tag), default=tag.get("default"), fixed=tag.get("fixed"))


def _wildcard(reader: Tables, tag: Tag, document: Document) -> Wildcard:
    said, process = tag.get("namespace", "##any"), tag.get("processContents", "strict")
    words = {"##targetNamespace": document.space, "##local": ""}
    spaces = None if said in ("##any", "##other") else frozenset(words.get(word, word) for word in said.split())
    barred = frozenset((document.space, "")) if said == "##other" else frozenset()
    found = Wildcard(spaces, barred, process, document.at(tag))
    if process != "strict":
        return found
    known = [(kind, name) for kind, name in reader.documents.found if found.admits(name.space)]
    if kind_of(tag) == "any":
        return replace(found, elements=tuple(reader.element(name) for kind, name in known if kind == "element"))
    return replace(found, attributes=tuple(reader.attribute(name).name for kind, name in known if kind == "attribute"))


def _content(reader: Tables, tag: Tag, document: Document) -> Particle | None:
    for inner in children(tag, *_PARTICLES):
        return _particle(reader, inner, document)
    return None


def _particle(reader: Tables, tag: Tag, document: Document) -> Particle | None:
    """A particle; None for one that may not occur, and for a group of nothing."""
    most = tag.get("maxOccurs", "1")
    low, high = int(tag.get("minOccurs", "1")), None if most == "unbounded" else int(most)
    if high == 0:
        return None
    kind = kind_of(tag)
    if kind == "any":
        return Particle(low, high, _wildcard(reader, tag, document))
    if kind == "element":
        return Particle(low, high, _element(reader, tag, document))
    if kind == "group":
        inner, other = reader.component("group", reader.name(document, tag, tag.get("ref", "")))
        found = _content(reader, inner, other)
        return None if found is None else Particle(low, high, found.term)
    parts = [part for part in (_particle(reader, inner, document) for inner in children(tag, *_PARTICLES)) if part is not None]
    if not parts:
        return None
    return Particle(low, high, Group(kind, tuple(parts), document.at(tag)))


def _element(reader: Tables, tag: Tag, document: Document) -> Element:
    said = tag.get("ref")
    if said:
        number = reader.element(reader.name(document, tag, said))
        found = reader.elements[number]
        if found is None:  # it is being read: only a substitution group can lead here, and it has no particles
            raise AssertionError(said)
        return found
    qualified = tag.get("form", "qualified" if document.qualified_elements else "") == "qualified"
    return reader.declared(tag, document, Name(document.space if qualified else "", tag.get("name", "")))
