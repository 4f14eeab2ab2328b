"""The layout of a message: which paths there are, which must be there, and what type each has.

Compiled once per contract, because a simulator looks at every message: once nodes with certain names were found right leaf by leaf,
the next one with these names in this order is looked at by one pattern, and only where that does not fit leaf by leaf again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from kanhe.contract.leaf import BadLeaf, Reader, all_sure, reader, sure
from kanhe.model.contract import Field

Layouter = Callable[[Any, bool], "list[Breach]"]
Fits = Callable[[dict[str, Any]], bool]
MOST_KNOWN = 16


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
    charset: str = "UTF-8"
    names: frozenset[str] = frozenset()
    open: bool = False  # the list as a whole is one value
    loose: bool = False  # other names are nobody's business
    known: dict[tuple[str, ...], Fits | None] = field(default_factory=dict)  # names of right nodes, in their order -> see _fits


def breaches(fields: Sequence[Field], document: Any, *, success: bool = True, charset: str = "UTF-8") -> list[Breach]:
    """Everything that is wrong with the document; success: whether the required reply fields must be there."""
    return compile_layout(fields, charset)(document, success)


def compile_layout(fields: Sequence[Field], charset: str) -> Layouter:
    """The layout as a function `(document, success) -> breaches`; no breach for a right document."""
    top = _Part(charset=charset)
    for one in fields:
        _place(top, one, charset)
    _seal(top)

    def layout(document: Any, success: bool) -> list[Breach]:
        found: list[Breach] = []
        if not _right(top, document):
            _walk(top, document, "", success, found)
        return found

    return layout


def _place(part: _Part, one: Field, charset: str) -> None:
    *way, last = one.path.split(".")
    for name in way:
        bare = name.removesuffix("[]")
        part = (part.lists if name.endswith("[]") else part.parts).setdefault(bare, _Part(charset=charset))
    if last == "*":
        part.loose = True
    elif last.endswith("[]"):
        part.lists.setdefault(last.removesuffix("[]"), _Part(open=True))
    else:
        part.leaves.append((last, one, reader(one.type, charset)))


def _seal(part: _Part) -> None:
    part.names = frozenset((*(n for n, _, _ in part.leaves), *part.parts, *part.lists))
    for child in (*part.parts.values(), *part.lists.values()):
        _seal(child)


def _walk(part: _Part, node: Any, where: str, success: bool, found: list[Breach]) -> None:
    if node == "" and where:  # an empty element, which may be a part that has nothing in it
        node = {}
    if not isinstance(node, dict):
        if part.leaves or part.parts:
            found.append(Breach(path=where.rstrip(".") or "报文", field=None, rule="", kind="type",
                                found="没有下级字段", right=f"含 {'、'.join(sorted(part.names))}"))
        return
    before = len(found)
    _leaves(part, node, where, success, found)
    for name, child in part.parts.items():
        if name in node:
            _walk(child, node[name], f"{where}{name}.", success, found)
        elif success or any(o.always for _, o, _ in child.leaves):
            _walk(child, {}, f"{where}{name}.", success, found)
    for name, child in part.lists.items():
        _walk_list(child, node.get(name), f"{where}{name}", success, found)
    if success and len(found) == before:
        _learn(part, node)


def _leaves(part: _Part, node: dict[str, Any], where: str, success: bool, found: list[Breach]) -> None:
    """What is wrong with the leaves of one node, and which names nobody declared."""
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
    if not part.loose and not part.names.issuperset(node):
        for name in node.keys() - part.names:
            found.append(Breach(path=f"{where}{name}", field=None, rule="", kind="unknown", found="契约没有这个字段",
                                right="、".join(sorted(part.names))))


def _learn(part: _Part, node: dict[str, Any]) -> None:
    """A node was found right; names that come a second time get their pattern."""
    names = tuple(node)
    if names in part.known:
        part.known[names] = part.known[names] or _fits(part, node)
    elif len(part.known) < MOST_KNOWN:
        part.known[names] = None


def _right(part: _Part, node: Any) -> bool:
    """Whether a node is surely right; False says nothing."""
    fits = part.known.get(tuple(node)) if isinstance(node, dict) else None
    return fits is not None and fits(node)


def _fits(part: _Part, node: dict[str, Any]) -> Fits:
    """Whether another node with the same names as this right one is surely right; one pattern looks at all its texts at once."""
    patterns = {name: sure(one.type, part.charset) for name, one, _ in part.leaves if name in node}
    texts = [name for name in node if patterns.get(name)]
    fit = all_sure([patterns[name] for name in texts])
    take: Callable[[Any], Iterable[str]] = itemgetter(*texts) if len(texts) > 1 else lambda other: [other[name] for name in texts]
    rest = [(name, read) for name, _, read in part.leaves if name in node and name not in texts]
    parts = [(name, child) for name, child in part.parts.items() if name in node]
    lists = [(name, child) for name, child in part.lists.items() if name in node and not child.open]

    def fits(other: dict[str, Any]) -> bool:
        try:
            if texts and not fit(take(other)):
                return False
            for name, read in rest:
                read(other[name])
            for name, child in parts:
                if not _right(child, other[name]):
                    return False
            for name, child in lists:
                if not isinstance(other[name], list) or not all(_right(child, row) for row in other[name]):
                    return False
        except (BadLeaf, TypeError):
            return False
        return True

    return fits


def _walk_list(part: _Part, node: Any, where: str, success: bool, found: list[Breach]) -> None:
    if node is None or part.open:
        return
    if not isinstance(node, list):
        found.append(Breach(path=where, field=None, rule="", kind="type", found="不是列表", right="列表"))
        return
    for index, row in enumerate(node):
        _walk(part, row, f"{where}.{index}.", success, found)
