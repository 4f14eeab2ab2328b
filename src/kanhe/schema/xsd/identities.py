"""Reads key, unique and keyref with their small XPath (XML Schema part 1, section 3.11.6)."""

from __future__ import annotations

from kanhe.schema.xsd.documents import Document, Tag, children, kind_of
from kanhe.schema.xsd.plan import Identity, Name, Path
from kanhe.schema.xsd.tables import Names


def read_identities(reader: Names, tag: Tag, document: Document) -> tuple[Identity, ...]:
    """The identity constraints that an element declares."""
    found = []
    for inner in children(tag, "key", "unique", "keyref"):
        selector = _path(next(children(inner, "selector")))
        fields = tuple(_path(field) for field in children(inner, "field"))
        refer = inner.get("refer")
        found.append(Identity(kind_of(inner), Name(document.space, inner.get("name", "")), selector, fields,
                              reader.name(document, inner, refer) if refer else None, document.at(inner)))
    return tuple(found)


def _path(tag: Tag) -> Path:
    text = tag.get("xpath", "")
    ways = []
    for way in text.split("|"):
        steps = "".join(way.split()).replace("child::", "").replace("attribute::", "@")
        deep = steps.startswith(".//")
        parts = [part for part in (steps[3:] if deep else steps).split("/") if part not in ("", ".")]
        attribute = _name(tag, parts.pop()[1:]) if parts and parts[-1].startswith("@") else None
        ways.append((deep, tuple(_name(tag, part) for part in parts), attribute))
    return Path(tuple(ways), text)


def _name(tag: Tag, step: str) -> Name | None:
    if step == "*":
        return None
    prefix, _, local = step.rpartition(":")
    return Name(tag.nsmap.get(prefix, "") if prefix else "", local)
