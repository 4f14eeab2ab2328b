"""The documents of an XSD: the file and what it includes, imports or redefines. Home of lxml for reading schemas.

Nothing is fetched: a link names a file in the folder of the schema or below it. DOCTYPE is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from kanhe.errors import ContractError, Position, Problem, reason
from kanhe.schema.xsd.plan import XSD, Name

_TAG = f"{{{XSD}}}"
_LINKS = ("include", "import", "redefine")
_KINDS = {"element": "element", "simpleType": "type", "complexType": "type", "group": "group", "attributeGroup": "attributeGroup",
          "attribute": "attribute", "notation": "notation"}
Tag = Any
"""An lxml element of a schema."""


@dataclass(frozen=True, slots=True)
class Document:
    """One schema document in one namespace; an included file without namespace takes on that of whoever includes it."""

    top: Tag
    file: str
    space: str
    qualified_elements: bool
    qualified_attributes: bool

    def at(self, tag: Tag) -> Position:
        """Where a tag stands."""
        return Position(self.file, tag.sourceline or 0)


@dataclass(slots=True)
class Documents:
    """All documents, and their global components by kind and name. What was redefined is kept as `name#N`."""

    first: Document
    found: dict[tuple[str, Name], tuple[Tag, Document]] = field(default_factory=dict)


def kind_of(tag: Tag) -> str:
    """The local name of an XSD tag."""
    return str(tag.tag)[len(_TAG):]


def children(tag: Tag, *kinds: str) -> Iterator[Tag]:
    """The XSD children of these kinds, or all but annotations."""
    for child in tag:
        if isinstance(child.tag, str):
            kind = kind_of(child)
            if kind in kinds or (not kinds and kind != "annotation"):
                yield child


def read_documents(path: Path, name: str) -> Documents:
    """The documents of a schema file that people know as `name`; raises ContractError with located problems."""
    loader = _Loader(path.parent.resolve())
    first = loader.load(path, name, None)
    return Documents(first, loader.found)


class _Loader:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.loaded: dict[tuple[Path, str], Document] = {}
        self.found: dict[tuple[str, Name], tuple[Tag, Document]] = {}

    def load(self, path: Path, name: str, space: str | None) -> Document:
        """One document with what it links to; space: the namespace of whoever includes it."""
        top = _parsed(path, name)
        own = top.get("targetNamespace", "")
        taken = own or space or ""
        known = self.loaded.get((path.resolve(), taken))
        if known is not None:
            return known
        document = Document(top, name, taken, top.get("elementFormDefault") == "qualified", top.get("attributeFormDefault") == "qualified")
        self.loaded[path.resolve(), taken] = document
        for link in children(top, *_LINKS):
            self._follow(document, link, path, taken)
        for tag in children(top, *_KINDS):
            key = _KINDS[kind_of(tag)], Name(taken, tag.get("name", ""))
            self.found.setdefault(key, (tag, document))
        return document

    def _follow(self, document: Document, link: Tag, path: Path, space: str) -> None:
        to = link.get("schemaLocation")
        if to is None:
            return
        other = path.parent / to
        if ":" in to or "\\" in to or not other.resolve().is_relative_to(self.home):
            raise _wrong(document.at(link), f"XSD 引用了别处的 {to}", "XSD 所在目录之内的文件名，不取网络")
        if not other.is_file():
            raise _wrong(document.at(link), f"没有文件 {to}", "XSD 所在目录之内的文件名")
        kind = kind_of(link)
        self.load(other, str(Path(document.file).parent / to), None if kind == "import" else space)
        if kind == "redefine":
            for tag in children(link, *_KINDS):
                self._redefine(document, tag, space)

    def _redefine(self, document: Document, tag: Tag, space: str) -> None:
        """The new component takes the name; where it means itself, it means the old one."""
        key = _KINDS[kind_of(tag)], Name(space, tag.get("name", ""))
        if key in self.found:
            old = f"{key[1].local}#{len(self.found)}"
            self.found[key[0], Name(space, old)] = self.found[key]
            for inner in tag.iter(*(f"{_TAG}{kind}" for kind in ("restriction", "extension", "group", "attributeGroup"))):
                for attribute in ("base", "ref"):
                    said = inner.get(attribute, "")
                    if said.rpartition(":")[2] == key[1].local:
                        inner.set(attribute, said[: len(said) - len(key[1].local)] + old)
        self.found[key] = tag, document


def _parsed(path: Path, name: str) -> Tag:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _wrong(Position(name), f"读不了 XSD：{reason(error)}", "可读的 XSD 文件") from None
    for sign in (b"<!DOCTYPE", b"<!ENTITY"):
        if sign in data:
            line = data[: data.find(sign)].count(b"\n") + 1
            raise _wrong(Position(name, line, 1), "XSD 含 DOCTYPE，一律拒绝", "不含 DOCTYPE 的 XSD")
    try:
        top: Tag = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise _wrong(Position(name, line or 0, column or 0), f"XML 写法有误：{error.msg}", "合法的 XML") from None
    if top.tag != f"{_TAG}schema":
        raise _wrong(Position(name, top.sourceline or 0), f"根元素是 {top.tag}", f"命名空间 {XSD} 的 schema")
    return top


def _wrong(at: Position, found: str, right: str) -> ContractError:
    return ContractError([Problem(at, found, right)])
