"""Plain XML: a message just as its contract lists the fields, without blanks between the tags, is read by one pattern.

Theory of operation. Nearly every message of a machine is plain, and one pattern made from the contract reads it several times faster
than a parser and a walk over its tree. Whoever is not plain (another order, blanks, references, comments, CDATA, an unknown or doubled
element, a sign that XML forbids, an empty row) gets None here and goes to the parser in xml.py, which alone refuses. What
both read is the same document: tests/wire/test_plain.py holds them against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kanhe.model.document import Document
from kanhe.wire.charset import codec_of

Plain = Callable[[bytes], "Document | None"]
Groups = tuple[Any, ...]
Build = Callable[[Groups, int], Any]
"""Makes a document of the groups from a place on."""

LONGEST = 256 * 1024  # bytes; nothing is won for longer ones
# Only of single signs are repetitions possessive: of groups they read wrongly before Python 3.11.5 (a row was lost, gh-106052).
_LEAF = r"([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+)"
_GROUP = re.compile(r"\((?!\?)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ATTRIBUTE = r'([^"<>&\x00-\x1f\ufffe\uffff]*+)'


@dataclass(slots=True)
class _Part:
    """One element with its attributes, leaves, parts and repeated parts, each in the order of the contract."""

    attributes: list[str] = field(default_factory=list)
    leaves: list[str] = field(default_factory=list)
    parts: dict[str, _Part] = field(default_factory=dict)
    lists: dict[str, _Part] = field(default_factory=dict)


def plain_reader(paths: Iterable[str], root: str, charset: str) -> Plain | None:
    """A reader of plain messages with these fields (dotted paths, `[]` repeats, `@` attributes); None where there can be none."""
    top = _Part()
    for path in paths:
        _place(top, path.split("."))
    if not _clear(top):
        return None
    codec = codec_of(charset)

    @cache
    def made() -> tuple[Callable[[str], re.Match[str] | None], Build]:
        """Made for the first message: a long pattern takes longer than many a message."""
        text, build, _ = _element(root, top)
        return re.compile(re.escape(f'<?xml version="1.0" encoding="{charset}"?>') + text).fullmatch, build

    def read(data: bytes) -> Document | None:
        if len(data) > LONGEST:
            return None
        match, build = made()
        try:
            found = match(data.decode("ascii" if data.isascii() else codec))  # ASCII is ten times quicker than GBK
        except UnicodeDecodeError:
            return None
        return None if found is None else build(found.groups(), 0)

    return read


def _place(part: _Part, way: list[str]) -> None:
    """Put one path into the tree."""
    *above, last = way
    for name in above:
        part = (part.lists if name.endswith("[]") else part.parts).setdefault(name.removesuffix("[]"), _Part())
    (part.attributes if last[:1] == "@" else part.leaves).append(last)


def _clear(part: _Part) -> bool:
    """Whether no two things below a part share a name, and all names are plain ones."""
    names = [*(a[1:] for a in part.attributes), *part.leaves, *part.parts, *part.lists]
    return len(names) == len(set(names)) and all(_NAME.fullmatch(name) for name in names) and all(
        _clear(child) for child in (*part.parts.values(), *part.lists.values()))


def _element(name: str, part: _Part) -> tuple[str, Build, int]:
    """The pattern of an element that is not empty, what makes its document of the pattern's groups, and how many groups there are."""
    text = f"<{name}" + "".join(f'(?: {a[1:]}="{_ATTRIBUTE}")?' for a in part.attributes) + f">(?!</{name}>)"
    text += "".join(f"(?:<{leaf}>{_LEAF}</{leaf}>)?" for leaf in part.leaves)
    names, below = (*part.attributes, *part.leaves), list[tuple[str, int, int, Build]]()
    size = len(names)
    for child, inner in part.parts.items():
        pattern, build, groups = _element(child, inner)
        text += f"(?:{pattern}|<{child}>()</{child}>)?"
        below.append((child, size, size + groups, build))
        size += groups + 1
    for child, inner in part.lists.items():
        pattern, build, _ = _element(child, inner)
        text += f"((?:{_GROUP.sub('(?:', pattern)})+)?"  # one group for all rows; what is in them is cut out row by row
        below.append((child, size, 0, _rows(re.compile(pattern), build)))
        size += 1
    return f"{text}</{name}>", _builder(names, below), size


def _builder(names: tuple[str, ...], below: list[tuple[str, int, int, Build]]) -> Build:
    """below: name of a child, its first group, the group that marks it as empty (0: none does), what makes it."""
    width = len(names)

    def build(groups: Groups, at: int) -> Any:
        """The document, None where every group is."""
        node: Document = {}
        if width:
            texts = groups[at : at + width]
            node = dict(zip(names, texts, strict=True))
            if None in texts:
                node = {name: text for name, text in node.items() if text is not None}
        for name, first, marked, make in below:
            child = make(groups, at + first)
            if child is not None:
                node[name] = child
            elif marked and groups[at + marked] == "":
                node[name] = ""
        return node or None

    return build


def _rows(pattern: re.Pattern[str], build: Build) -> Build:
    def rows(groups: Groups, at: int) -> Any:
        return None if groups[at] is None else [build(found.groups(), 0) for found in pattern.finditer(groups[at])]

    return rows
