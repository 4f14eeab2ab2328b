"""Strict YAML: every scalar is text with its place; duplicate keys, anchors, tags and merge keys are refused. Home of PyYAML.

PyYAML's own loaders turn 010 into 8, NO into False, 12:30 into 750 and keep the last of two equal keys; none of that may happen to
an account number, so only its parser is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kanhe.errors import Position, Problem

LARGEST = 1 << 20
DEEPEST = 40
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_SELDOM = "\r\x85\u2028\u2029"  # what ends a line beside \n
_STANDARD = "tag:yaml.org,2002:"
_NULLS = frozenset({"", "~", "null"})
_NO_KEYS: Mapping[str, Position] = {}


@dataclass(slots=True)
class Node:
    """One YAML node. Exactly one of text, items (list), pairs (mapping) is set; all None = null."""

    at: Position
    text: str | None = None
    items: list[Node] | None = None
    pairs: dict[str, Node] | None = None
    keys: Mapping[str, Position] = field(default_factory=dict)
    style: str = ""  # of a text: '' plain, ' " | >
    lines: Sequence[str] = ()  # of the file, shared; for texts only

    @property
    def plain(self) -> bool:
        """Whether the text stands without quotes."""
        return not self.style

    @property
    def null(self) -> bool:
        """Whether the node is `~`, `null` or empty."""
        return self.text is None and self.items is None and self.pairs is None

    @property
    def kind(self) -> str:
        """Chinese name of what it is."""
        if self.text is not None:
            return "文本"
        return "列表" if self.items is not None else "映射" if self.pairs is not None else "空"

    def get(self, key: str) -> Node | None:
        """The value of a key; None where it is absent or null."""
        found = self.pairs.get(key) if self.pairs else None
        return found if found is not None and (found.text is not None or not found.null) else None

    def place(self, offset: int) -> Position:
        """Where a sign of the text stands in the file. Folding changes white space only, so the other signs are counted."""
        text = self.text or ""
        wanted = sum(not sign.isspace() for sign in text[:offset])
        line, column = self.at.line, self.at.column
        line, column = (line + 1, 1) if self.style in ("|", ">") else (line, column + len(self.style))
        while line <= len(self.lines):
            row = self.lines[line - 1]
            while column <= len(row):
                if not row[column - 1].isspace():
                    column += self._escape(row, column)
                    if wanted == 0:
                        return Position(self.at.file, line, column)
                    wanted -= 1
                column += 1
            line, column = line + 1, 1
        return self.at

    def _escape(self, row: str, column: int) -> int:
        """1 where an escape sign stands before the sign that is meant."""
        twice = self.style == "'" and row[column - 1 : column + 1] == "''"
        return int(twice or (self.style == '"' and row[column - 1] == "\\"))

    def plain_data(self) -> object:
        """The node as str, list and dict."""
        if self.pairs is not None:
            return {k: v.plain_data() for k, v in self.pairs.items()}
        return [v.plain_data() for v in self.items] if self.items is not None else self.text


def read_yaml(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """The root node of a file (None where it cannot be read) and all problems; `name` stands in messages."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Problem(Position(name), f"读不了文件：{error.strerror}", "可读的文件")]
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> tuple[Node | None, list[Problem]]:
    """The same for the bytes of a file."""
    if len(data) > LARGEST:
        return None, [Problem(Position(name), f"文件有 {len(data)} 字节", f"至多 {LARGEST} 字节")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, [Problem(Position(name, line, 1), f"第 {error.start} 字节不是 UTF-8", "UTF-8 文本", "用 UTF-8 另存")]
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """The same for a text."""
    reader = _Reader(text, name)
    try:
        documents = list(reader.documents())
    except _TooDeep:
        return None, reader.refused
    except yaml.YAMLError as error:
        return None, reader.refused or [_syntax(error, name)]
    except (RecursionError, ValueError) as error:
        return None, [Problem(Position(name, 1, 1), f"YAML 写法有误：{error}", "合法的 YAML")]
    if reader.refused:
        return None, reader.refused
    if len(documents) != 1:
        return None, [Problem(Position(name, 1, 1), "文件里有多个文档" if documents else "文件是空的", "恰好一个 YAML 文档")]
    return documents[0], reader.problems


class _TooDeep(Exception):
    """The nesting goes on beyond the limit; the rest of the file is not read."""


class _Reader:
    """Nodes straight from the parser's events: one pass, which ends where the nesting goes beyond the limit.

    refused: what makes the file unreadable as a whole (anchors, tags, depth); problems: mistakes of keys.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name, self.text = name, text
        self.lines = _BREAKS.split(text) if any(sign in text for sign in _SELDOM) else text.split("\n")
        self.refused: list[Problem] = []
        self.problems: list[Problem] = []

    def documents(self) -> Iterator[Node]:
        """The root node of each document."""
        self._take = _Loader(self.text).get_event  # None behind the last event
        while (event := self._take()) is not None:
            if event.__class__ is yaml.DocumentStartEvent:
                yield self._node(self._take(), 0)

    def _node(self, event: Any, depth: int) -> Node:
        mark, kind = event.start_mark, event.__class__
        at = Position(self.name, mark.line + 1, mark.column + 1)
        if event.anchor:
            self.refused.append(Problem(at, "用了锚点或别名", "把内容写全，或在 party.yaml 的 types 里起名"))
        if kind is yaml.AliasEvent:
            return Node(at)
        if event.tag:
            self.refused.append(Problem(at, f"用了标签 {event.tag.removeprefix(_STANDARD).removeprefix('!')}", "不带标签的值"))
        if kind is yaml.ScalarEvent:
            text, style = event.value, event.style
            if not style and text in _NULLS:  # libyaml tells plain as '', PyYAML as None
                return Node(at)
            return Node(at, text, None, None, _NO_KEYS, style or "", self.lines)
        if depth == DEEPEST:
            self.refused.append(Problem(at, f"嵌套超过 {DEEPEST} 层", "较浅的结构"))
            raise _TooDeep
        return self._mapping(at, depth + 1) if kind is yaml.MappingStartEvent else self._sequence(at, depth + 1)

    def _sequence(self, at: Position, depth: int) -> Node:
        items = []
        while (event := self._take()).__class__ is not yaml.SequenceEndEvent:
            items.append(self._node(event, depth))
        return Node(at, None, items, None, _NO_KEYS)

    def _mapping(self, at: Position, depth: int) -> Node:
        pairs: dict[str, Node] = {}
        places: dict[str, Position] = {}
        take, node, name = self._take, self._node, self.name
        while (event := take()).__class__ is not yaml.MappingEndEvent:
            text = event.value if event.__class__ is yaml.ScalarEvent else None
            if text is None or event.anchor or event.tag:
                place = node(event, depth).at
            else:  # as nearly every key: it needs no node of its own
                mark = event.start_mark
                place = Position(name, mark.line + 1, mark.column + 1)
            value = node(take(), depth)
            if text is None:
                self.problems.append(Problem(place, "键不是文本", "文本键"))
            elif text == "<<" and not event.style:
                self.problems.append(Problem(place, "用了合并键 <<", "把内容写全"))
            elif text in pairs:
                self.problems.append(Problem(place, f"键 {text} 重复", "每个键只写一次", f"前一处在 {places[text]}"))
            else:
                pairs[text] = value
                places[text] = place
        return Node(at, None, None, pairs, places)


def _at(mark: Any, name: str) -> Position:
    return Position(name, mark.line + 1, mark.column + 1)


def _syntax(error: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = _at(mark, name) if mark is not None else Position(name, 1, 1)
    said = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Problem(at, f"YAML 写法有误：{said}", "合法的 YAML", "检查缩进、冒号后的空格、引号和制表符")
