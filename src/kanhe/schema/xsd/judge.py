"""libxml2's word on schemas and messages. Home of lxml for judging messages of a schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from kanhe.errors import ContractError, Position, Problem

_PROLOG = re.compile(r"\A<\?xml[^>]*\?>")
_STEP = re.compile(r"/([^/\[]+)(?:\[([0-9]+)\])?")
_MOST = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """What libxml2 says of one message: path of the element as local names, its line, and the sentence."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Judge:
    """A schema compiled by libxml2."""

    schema: Any

    def admits(self, data: bytes, charset: str = "utf-8") -> bool:
        """Whether the message is valid."""
        return bool(self.schema.validate(tree_of(data, charset)))

    def faults(self, data: bytes, charset: str = "utf-8") -> list[Fault]:
        """Everything that is wrong with a message, none for a valid one."""
        tree = tree_of(data, charset)
        if self.schema.validate(tree):
            return []
        return [Fault(_named(tree, error.path), error.line, error.message) for error in self.schema.error_log]


def tree_of(data: bytes, charset: str) -> Any:
    """The message as lxml's tree. It is decoded here: libxml2 reads some code points of GB18030 otherwise than Python writes them."""
    text = _PROLOG.sub("", data.decode(charset), count=1)
    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True))


def _named(tree: Any, path: str | None) -> str:
    """The path that libxml2 gives by position, as local names."""
    names, node = [], None
    for name, position in _STEP.findall(path or ""):
        among = [tree] if node is None else [c for c in node if isinstance(c.tag, str) and name in ("*", _prefixed(c))]
        if int(position or 1) > len(among):
            break
        node = among[int(position or 1) - 1]
        names.append(f"/{etree.QName(node).localname}")
    return "".join(names)


def _prefixed(node: Any) -> str:
    local = etree.QName(node).localname
    return f"{node.prefix}:{local}" if node.prefix else local


def compile_judge(path: Path, name: str) -> Judge:
    """libxml2's schema of a file that `read_documents` has let pass; raises ContractError at libxml2's lines."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return Judge(etree.XMLSchema(etree.parse(str(path), parser)))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        rows: list[Any] = [e for e in error.error_log if not e.message.startswith("Failed to")]  # type: ignore[union-attr]
        problems = [Problem(Position(_file(e.filename, path, name), e.line), f"XSD 写法有误：{e.message}", "合法的 XSD 1.0")
                    for e in rows[:_MOST]]
        raise ContractError(problems or [Problem(Position(name), f"XSD 写法有误：{error}", "合法的 XSD 1.0")]) from None


def _file(said: str | None, path: Path, name: str) -> str:
    """The file that libxml2 means, as people know it."""
    meant = Path(said or "").name
    return name if meant in ("", path.name) else str(Path(name).parent / meant)
