"""XSD beside a contract. Home of lxml for schemas: DOCTYPE is refused, nothing is fetched from a network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from kanhe.errors import Position, Problem

_SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
_LINKS = ("import", "include", "redefine")


@dataclass(frozen=True, slots=True)
class Fault:
    """What libxml2 says of one message: the element's path, its line in the message, and the sentence."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Xsd:
    """A compiled schema."""

    schema: Any

    def faults(self, data: bytes) -> list[Fault]:
        """What is wrong with a message; the bytes are well formed, because we wrote them."""
        self.schema.validate(etree.fromstring(data, _parser()))
        return [Fault(e.path or "", e.line, e.message) for e in self.schema.error_log]


def root_name(data: bytes) -> str:
    """The local name of the element that a message starts with."""
    return str(etree.QName(etree.fromstring(data, _parser())).localname)


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def read_xsd(path: Path, name: str) -> tuple[Xsd | None, list[Problem]]:
    """The schema of a file, None where it is wrong; problems at libxml2's line."""
    problems = _unsafe(path, name, set())
    if problems:
        return None, problems
    try:
        return Xsd(etree.XMLSchema(etree.parse(str(path), _parser()))), []
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        log: Any = error.error_log
        found = [Problem(Position(name, e.line), f"XSD 写法有误：{e.message}", "合法的 XSD 1.0")
                 for e in log if not e.message.startswith("Failed to")]
        return None, found[:5] or [Problem(Position(name), f"XSD 写法有误：{error}", "合法的 XSD 1.0")]


def _unsafe(path: Path, name: str, seen: set[Path]) -> list[Problem]:
    """DOCTYPEs, links to elsewhere, and syntax errors, in the file and in all that it includes."""
    if path in seen:
        return []
    seen.add(path)
    data = path.read_bytes()
    for sign in (b"<!DOCTYPE", b"<!ENTITY"):
        if sign in data:
            return [Problem(Position(name, data[: data.find(sign)].count(b"\n") + 1, 1), "XSD 含 DOCTYPE，一律拒绝", "不含 DOCTYPE 的 XSD")]
    try:
        top = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        return [Problem(Position(name, line or 0, column or 0), f"XML 写法有误：{error.msg}", "合法的 XML")]
    problems: list[Problem] = []
    for kind in _LINKS:
        for link in top.iter(f"{_SCHEMA}{kind}"):
            to = link.get("schemaLocation")
            if to is None:
                continue
            other = path.parent / to
            if "/" in to or "\\" in to or ":" in to:
                problems.append(Problem(Position(name, link.sourceline or 0), f"XSD 引用了别处的 {to}", "同目录的文件名，不取网络"))
            elif not other.is_file():
                problems.append(Problem(Position(name, link.sourceline or 0), f"没有文件 {to}", "同目录的文件名"))
            else:
                problems += _unsafe(other, str(Path(name).parent / to), seen)
    return problems
