"""A message as a tree, and the tree as bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kanhe.schema.xsd.plan import XML, XSD, XSI, Attribute, Complex, Element, Group, Name, Particle, Plan, Wildcard

NIL, TYPE = Name(XSI, "nil"), Name(XSI, "type")
FOREIGN = "urn:kanhe:foreign"
"""The namespace of what a wildcard admits."""
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
_MOST_TAGS = 100_000
_NEEDS_CARE = re.compile("[&<>\r]")


@dataclass(slots=True, eq=False)
class Node:
    """One element while a message is made. type: number of its type, -1 where the schema says nothing of it.

    particle: what it is an occurrence of; None for the root.
    children: texts and nodes in order; a simple value is one text. attributes: of the schema, and those that only we added.
    """

    element: Element
    type: int
    attributes: dict[Name, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    particle: Particle | None = None

    @property
    def name(self) -> Name:
        """The name of the element."""
        return self.element.name

    @property
    def text(self) -> str:
        """The text of an element with simple content."""
        return "".join(child for child in self.children if isinstance(child, str))


def nodes(node: Node) -> list[Node]:
    """The node and all below it, in the order of the message."""
    found = [node]
    for child in node.children:
        if isinstance(child, Node):
            found += nodes(child) if len(child.children) > 1 or (child.children and type(child.children[0]) is Node) else [child]
    return found


class Writer:
    """Writes trees of one plan in one charset; whatever the charset lacks becomes a character reference."""

    def __init__(self, plan: Plan, charset: str = "utf-8", label: str = "UTF-8") -> None:
        self._charset, self._types = charset, plan.types
        self._head = f'<?xml version="1.0" encoding="{label}"?>'
        spaces = _spaces(plan)
        root = plan.elements[plan.root].name.space
        alone = {space for space in spaces.elements if space} == {root} and "" not in spaces.elements
        self._prefixes = {"": "", XML: "xml:", XSI: "xsi:"}
        declared = []
        for number, space in enumerate(sorted((spaces.elements | spaces.attributes) - set(self._prefixes))):
            self._prefixes[space] = f"n{number}:"
            if not alone or space != root or space in spaces.attributes:
                declared.append(f' xmlns:n{number}="{space.translate(_QUOTED)}"')
        if alone and root:
            declared.append(f' xmlns="{root.translate(_QUOTED)}"')
        self._alone = root if alone else None
        self._declared = "".join(declared)
        self._tags: dict[Element, tuple[str, str]] = {}
        self._uses_xsi = False

    def bytes(self, root: Node) -> bytes:
        """The message."""
        return self.text(root).encode(self._charset, "xmlcharrefreplace")

    def text(self, root: Node) -> str:
        """The message before it is encoded."""
        self._uses_xsi = False
        start, end = self._tags.get(root.element) or self._tag(root.element)
        parts = [self._head, start, self._declared]
        self._write_rest(root, end, parts)
        if self._uses_xsi:
            parts[2] += f' xmlns:xsi="{XSI}"'
        return "".join(parts)

    def _write(self, node: Node, parts: list[str]) -> None:
        tag, children = self._tags.get(node.element) or self._tag(node.element), node.children
        if len(children) == 1 and not node.attributes and type(children[0]) is str and not _NEEDS_CARE.search(children[0]):
            parts.append(f"{tag[0]}>{children[0]}{tag[1]}")
            return
        parts.append(tag[0])
        self._write_rest(node, tag[1], parts)

    def _write_rest(self, node: Node, end: str, parts: list[str]) -> None:
        """What follows the name of an element."""
        children = node.children
        if node.attributes:
            for attribute, value in node.attributes.items():
                parts.append(self._attribute(attribute, value or self._named(node) if attribute == TYPE else value))
        if not children:
            parts.append("/>")
            return
        parts.append(">")
        for child in children:
            if type(child) is Node:
                self._write(child, parts)
            else:
                parts.append(child.translate(_TEXT) if _NEEDS_CARE.search(child) else child)  # type: ignore[union-attr, arg-type]
        parts.append(end)

    def _tag(self, element: Element) -> tuple[str, str]:
        name, declared = element.name, ""
        space = name.space
        if space == self._alone:
            prefix = ""
        elif space in self._prefixes:
            prefix = self._prefixes[space]
            declared = ' xmlns=""' if not space and self._alone else ""
        else:
            prefix, declared = "x:", f' xmlns:x="{space.translate(_QUOTED)}"'
        found = f"<{prefix}{name.local}{declared}", f"</{prefix}{name.local}>"
        if len(self._tags) < _MOST_TAGS:
            self._tags[element] = found
        return found

    def _attribute(self, name: Name, value: str) -> str:
        declared = ""
        if name.space in self._prefixes:
            prefix = self._prefixes[name.space]
            self._uses_xsi = self._uses_xsi or name.space == XSI
        else:
            prefix, declared = "y:", f' xmlns:y="{name.space.translate(_QUOTED)}"'
        return f'{declared} {prefix}{name.local}="{value.translate(_QUOTED)}"'

    def _named(self, node: Node) -> str:
        """The value of xsi:type for the type of a node."""
        found = self._types[node.type]
        name = found.name if isinstance(found, Complex) and found.name is not None else Name("", "anyType")
        return name.local if name.space == self._alone else f"{self._prefixes.get(name.space, '')}{name.local}"


@dataclass(slots=True)
class _Spaces:
    elements: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)


def _spaces(plan: Plan) -> _Spaces:
    """The namespaces of all elements and attributes that the plan knows, and of the types that xsi:type may name."""
    found = _Spaces({element.name.space for element in plan.elements}, {name.space for name in plan.attributes})
    for known in plan.types:
        if isinstance(known, Complex):
            _add(found, known.attributes)
            if known.name is not None and known.name.space != XSD:
                found.elements.add(known.name.space)
            if known.content is not None:
                _walk(known.content, found)
    return found


def _add(found: _Spaces, attributes: tuple[Attribute, ...]) -> None:
    found.attributes.update(attribute.name.space for attribute in attributes)


def _walk(particle: Particle, found: _Spaces) -> None:
    term = particle.term
    if isinstance(term, Group):
        for part in term.parts:
            _walk(part, found)
    elif not isinstance(term, Wildcard):
        found.elements.add(term.name.space)
