"""Where a formula meets a scene: what it may speak of, and closures that walk to a leaf."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kanhe.contract.leaf import BadLeaf, Reader
from kanhe.model.contract import FieldType
from kanhe.model.formula import Absent, Nameless, Scene

Eval = Callable[[Scene], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What an expression may speak of. request/reply: dotted path with [] -> type. row: the list path that `row.` stands for
    ('' = no row), part: what `part` stands for;
    book_row: row is an entry of the books, its columns are not known here. kinds: of things in the books.
    parts: of files, `header`, `row`, `total` … -> path -> type; their values come typed, in the scene's names."""

    request: Mapping[str, FieldType] = field(default_factory=dict)
    reply: Mapping[str, FieldType] = field(default_factory=dict)
    row: str = ""
    part: str = ""
    book_row: bool = False
    kinds: frozenset[str] = frozenset()
    codelists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parameters: frozenset[str] = frozenset()
    charset: str = "UTF-8"
    parts: Mapping[str, Mapping[str, FieldType]] = field(default_factory=dict)


def aliased(node: ast.Name, part: str) -> tuple[ast.Name, list[str]]:
    """The root of a path and the way below it; `part` stands for the place where the part lies."""
    if node.id != "part" or not part:
        return node, []
    root, *way = part.split(".")
    return ast.Name(id=root, lineno=node.lineno, col_offset=node.col_offset), way


def segment(text: str, node: ast.expr) -> str:
    """What a node of the parsed text says in its own words. On the first line this is a slice; ast splits the whole text for every node."""
    text = text.strip()
    if node.end_lineno != 1:
        return ast.get_source_segment(text, node) or ""
    if text.isascii():
        return text[node.col_offset : node.end_col_offset]
    return text.encode()[node.col_offset : node.end_col_offset].decode()


def as_list(node: object) -> Any:
    """The list itself; an empty one for anything else."""
    return node if isinstance(node, list) else []


def getter(source: str, parts: list[str], read: Reader, shown: str) -> Eval:
    """Walk to a leaf and read it; Absent where it is missing or not of its type."""
    way, last = parts[:-1], parts[-1]
    variable = source[1:] if source.startswith("@") else ""

    def run(scene: Scene) -> Any:
        node: Any = scene.names[variable] if variable else getattr(scene, source)
        try:
            for part in way:
                node = node[part]
            leaf = node[last]
        except (KeyError, TypeError):  # nothing there, or no part
            leaf = None
        if leaf is None:
            raise Absent(shown)
        try:
            return read(leaf)
        except BadLeaf:
            if isinstance(leaf, Nameless):
                return leaf
            raise Absent(f"坏值 {shown}") from None

    return run


def rows_or_none(rows: Eval, *, of_reply: bool) -> Eval:
    """The rows, none where the list is left out; but of a reply only where it grants: one that refuses says nothing of any list."""

    def run(scene: Scene) -> Any:
        try:
            return rows(scene)
        except Absent as absent:
            if absent.path.startswith("坏值") or (of_reply and not scene.granted):
                raise
            return []

    return run


def comparison(test: Callable[[Any, Any], bool], left: Eval, right: Eval, other: ast.expr, text: str) -> Eval:
    """Compare two sides; the right one (`other`) is worked out once where it stands there as it is, whatever the scene."""
    listed = other.elts if isinstance(other, ast.List) else [other]
    fixed = right(Scene()) if all(isinstance(one, ast.Constant) for one in listed) else None

    def compare(scene: Scene) -> bool:
        try:
            return test(left(scene), right(scene) if fixed is None else fixed)
        except TypeError:
            raise Absent(f"类型：{text}") from None

    return compare
