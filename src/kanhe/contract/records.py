"""Reading the records of a file: the columns of header, row and trailer, and the parts of the file's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kanhe.contract.fields import Words, read_fields
from kanhe.contract.reading import Reading, near
from kanhe.contract.yaml import Node
from kanhe.errors import Position
from kanhe.model.contract import FieldType
from kanhe.model.file import Column, FileName, NamePart, Record
from kanhe.model.words import Kind

PARTS = ("header", "row", "trailer")
COLUMN_KEYS = ("title", "type", "means", "required", "constant", "rule")
FIXED_KEYS = ("width", "align", "pad", "sign")
ALIGNS = ("left", "right")
NAME_KEYS = ("pattern", "parts", "rule")
PART_KEYS = ("title", "type", "means", "same_as")
_NAMED = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}", re.ASCII)
_PIECE = re.compile(r"\{([^{}]*)\}")


def read_record(reading: Reading, node: Node | None, part: str, words: Words, *, fixed: bool) -> Record | None:
    """The columns of one kind of line; None where the file has none of that kind."""
    if node is None:
        return None
    drafts = read_fields(reading, node, words, (*COLUMN_KEYS, *FIXED_KEYS) if fixed else COLUMN_KEYS)
    columns = []
    for draft in drafts:
        name, body = draft.field.path, node.pairs[draft.field.path] if node.pairs else node
        if not _NAMED.fullmatch(name):
            reading.blame(draft.field.at, f"列名写作 {name}", "英文字母开头的字母、数字、下划线")
        columns.append(_fixed(reading, body, Column(field=draft.field)) if fixed else Column(field=draft.field))
    return Record(part=part, columns=tuple(columns))


def _fixed(reading: Reading, body: Node, column: Column) -> Column:
    width = int(reading.number(body.get("width"), f"列 {column.name} 的 width", 0))
    pad = reading.text(body.get("pad"), "pad", default=" ")
    if not 1 <= width <= 9999:
        reading.blame((body.get("width") or body).at, f"定长列 {column.name} 没有宽度", "width: 字节数，1 到 9999")
    if len(pad) != 1 or not pad.isascii():
        reading.blame((body.get("pad") or body).at, f"pad 写作 {pad}", '一个 ASCII 字符，如 " " 或 "0"')
        pad = " "
    sign = reading.flag(body.get("sign"), "sign", default=False)
    align = reading.word(body.get("align"), "align", ALIGNS, "left")
    if pad == "0" and align == "left":
        reading.blame((body.get("align") or body.get("pad") or body).at, f"列 {column.name} 靠左又补 0", "align: right")
    widest = _widest(column.field.type) + (1 if sign and "-" not in _pattern(column.field.type) else 0)
    if width and widest > width:
        reading.blame((body.get("width") or body).at, f"列 {column.name} 宽 {width} 字节，写不下 {column.field.type.text}",
                      f"width 不小于 {widest}")
    return Column(field=column.field, width=width, align=align, pad=pad, sign=sign)


def _pattern(kind: FieldType) -> str:
    return kind.pattern.pattern[:1] if kind.pattern is not None else ""


def _widest(kind: FieldType) -> int:
    """The bytes that the longest value of a type takes; 0 where that is not known."""
    if kind.kind in (Kind.MONEY, Kind.DECIMAL):
        return kind.max_length + (kind.scale + 1 if kind.scale else 0) + (_pattern(kind) == "-")
    if kind.codes:
        return max(len(code) for code in kind.codes)
    return kind.max_bytes or kind.max_length


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Which cells a file has, for what refers to them: part -> name -> type; part `name` too."""

    types: Mapping[str, Mapping[str, FieldType]]

    def known(self, reading: Reading, path: str, at: Position, where: str, parts: tuple[str, ...]) -> bool:
        """Whether a `part.name` of one of these parts was declared; noted where not."""
        part, _, name = path.partition(".")
        if part in parts and name in self.types.get(part, {}):
            return True
        listed = [f"{p}.{n}" for p in parts for n in self.types.get(p, {})]
        reading.blame(at, f"{where} 指向没有声明的 {path}", "、".join(listed) or f"先声明 {'、'.join(parts)}", near(path, listed))
        return False

    def column(self, reading: Reading, name: str, at: Position, where: str) -> FieldType | None:
        """The type of a column of the rows; noted where there is none."""
        kind = self.types["row"].get(name)
        if kind is None:
            reading.blame(at, f"{where} 指向没有声明的列 {name}", "、".join(self.types["row"]), near(name, self.types["row"]))
        return kind


def read_name(reading: Reading, node: Node | None, parent: Node, words: Words) -> FileName:
    """`name:`, the pattern of the file's name and its parts."""
    empty = FileName(pattern="", parts=(), match=re.compile(""))
    if node is None or node.pairs is None:
        reading.blame(parent.at, "缺少 name", 'name: {pattern: "A_{date}.txt", parts: {date: {title: 日期, type: D8}}}')
        return empty
    reading.known(node, NAME_KEYS, "name")
    pattern = reading.text(node.get("pattern"), "name 的 pattern", node.at)
    parts: list[NamePart] = []
    told = node.get("parts")
    same = {}
    for draft in read_fields(reading, told, words, PART_KEYS):
        body = (told.pairs or {})[draft.field.path] if told is not None else node
        same[draft.field.path] = reading.text(body.get("same_as"), "same_as", default="")
        parts.append(NamePart(field=draft.field, same_as=same[draft.field.path]))
    match = _match(reading, node, pattern, {p.field.path: p.field.type for p in parts})
    return FileName(pattern=pattern, parts=tuple(parts), match=match, rule=reading.text(node.get("rule"), "rule", default=""))


def _match(reading: Reading, node: Node, pattern: str, types: Mapping[str, FieldType]) -> re.Pattern[str]:
    at = (node.get("pattern") or node).at
    pieces, used, last = [], list[str](), 0
    for found in _PIECE.finditer(pattern):
        name = found[1]
        pieces.append(re.escape(pattern[last : found.start()]))
        last = found.end()
        if name not in types or name in used:
            reading.blame(at, f"文件名里的 {{{name}}} {'出现两次' if name in used else '没有声明'}", "parts: 里声明的名字，各用一次",
                          near(name, types) if name not in types else "")
            continue
        used.append(name)
        pieces.append(f"(?P<{name}>{_text_of(types[name])})")
    rest = pattern[last:]
    pieces.append(re.escape(rest))
    literal = _PIECE.sub("", pattern)
    if "{" in literal or "}" in literal or "/" in literal or not literal.isascii() or not literal.isprintable():
        reading.blame(at, f"文件名写作 {pattern}", "ASCII 文字和 {名字}，没有斜杠")
    for name in types:
        if name not in used and pattern:
            reading.blame((node.get("parts") or node).keys.get(name, node.at), f"文件名里没有用到 {{{name}}}", f"pattern 里写上 {{{name}}}")
    return re.compile("".join(pieces), re.ASCII)


def _text_of(kind: FieldType) -> str:
    """A pattern of the ASCII texts of a type, without groups of its own."""
    if kind.codes:
        return "|".join(re.escape(code) for code in kind.codes)
    if kind.pattern is not None:
        return re.sub(r"\((?!\?)", "(?:", kind.pattern.pattern)
    return r"[!-.0-~]{1,80}?"
