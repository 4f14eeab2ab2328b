"""The layout of a message: which paths there are, which must be there, and what type each has.

Compiled once per contract to a tree of closures, because a simulator walks it for every message.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kanhe.contract.leaf import BadLeaf, Reader, reader
from kanhe.model.contract import Field

Layouter = Callable[[Any, bool], "list[Breach]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place where a document is not as declared. kind: missing, unknown, type. path is concrete."""

    path: str
    field: Field | None
    rule: str
    found: str
    right: str
    kind: str


@dataclass(slots=True)
class _Part:
    """One level of the document: leaves, single parts, repeated parts."""

    leaves: list[tuple[str, Field, Reader]] = field(default_factory=list)
    parts: dict[str, _Part] = field(default_factory=dict)
    lists: dict[str, _Part] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    open: bool = False  # the list as a whole is one value


def breaches(fields: Sequence[Field], document: Any, *, success: bool = True, charset: str = "UTF-8") -> list[Breach]:
    """Everything that is wrong with the document; success: whether the required reply fields must be there."""
    return compile_layout(fields, charset)(document, success)


def compile_layout(fields: Sequence[Field], charset: str) -> Layouter:
    """The layout as a function `(document, success) -> breaches`; no breach for a right document."""
    top = _Part()
    for one in fields:
        _place(top, one, charset)
    _seal(top)

    def layout(document: Any, success: bool) -> list[Breach]:
        found: list[Breach] = []
        _walk(top, document, "", success, found)
        return found

    return layout


def _place(part: _Part, one: Field, charset: str) -> None:
    *way, last = one.path.split(".")
    for name in way:
        bare = name.removesuffix("[]")
        part = (part.lists if name.endswith("[]") else part.parts).setdefault(bare, _Part())
    if last.endswith("[]"):
        part.lists.setdefault(last.removesuffix("[]"), _Part(open=True))
    else:
        part.leaves.append((last, one, reader(one.type, charset)))


def _seal(part: _Part) -> None:
    part.names = frozenset((*(n for n, _, _ in part.leaves), *part.parts, *part.lists))
    for child in (*part.parts.values(), *part.lists.values()):
        _seal(child)


def _walk(part: _Part, node: Any, where: str, success: bool, found: list[Breach]) -> None:
    if not isinstance(node, dict):
        if part.leaves or part.parts:
            found.append(Breach(path=where.rstrip(".") or "报文", field=None, rule="", kind="type",
                                found="没有下级字段", right=f"含 {'、'.join(sorted(part.names))}"))
        return
    for name, one, read in part.leaves:
        leaf = node.get(name)
        if leaf is None:
            if one.required and (success or one.always):
                found.append(Breach(path=f"{where}{name}", field=one, rule=one.rule, kind="missing", found="缺少",
                                    right=one.type.text))
            continue
        try:
            read(leaf)
        except BadLeaf as bad:
            if leaf == "" and not one.required:
                continue  # an empty optional element says the same as no element
            if leaf == "" and not success and not one.always:
                continue
            found.append(Breach(path=f"{where}{name}", field=one, rule=one.rule, kind="type", found=bad.found, right=bad.right))
    for name, child in part.parts.items():
        if name in node:
            _walk(child, node[name], f"{where}{name}.", success, found)
        elif success or any(o.always for _, o, _ in child.leaves):
            _walk(child, {}, f"{where}{name}.", success, found)
    for name, child in part.lists.items():
        _walk_list(child, node.get(name), f"{where}{name}", success, found)
    if not part.names.issuperset(node):
        for name in node.keys() - part.names:
            found.append(Breach(path=f"{where}{name}", field=None, rule="", kind="unknown", found="契约没有这个字段",
                                right="、".join(sorted(part.names))))


def _walk_list(part: _Part, node: Any, where: str, success: bool, found: list[Breach]) -> None:
    if node is None or part.open:
        return
    if not isinstance(node, list):
        found.append(Breach(path=where, field=None, rule="", kind="type", found="不是列表", right="列表"))
        return
    for index, row in enumerate(node):
        _walk(part, row, f"{where}.{index}.", success, found)
