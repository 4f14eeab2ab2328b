"""Decoded messages: plain nested dicts and lists with text leaves (JSON leaves may be int, Decimal, bool, None).

A path is written with dots, `body.listEntity.Entity[].InAmount`; `[]` marks a part that repeats. Attributes are
`@name`. Keys that hold a dot do not occur; keys with other signs are allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

Document = dict[str, Any]
MISSING: Any = object()


def split(path: str) -> tuple[str, ...]:
    """`body.list.Entity[].Amt` -> ('body', 'list', 'Entity[]', 'Amt')."""
    return tuple(path.split("."))


@lru_cache(maxsize=8192)
def _way(path: str) -> tuple[str, ...]:
    return tuple(part.removesuffix("[]") for part in path.split("."))


def get(document: object, path: str) -> Any:
    """The node at a path without `[]`, or MISSING. A number is an index: `body.list.0.Amt`."""
    node: Any = document
    try:
        for part in _way(path):
            node = node[part]
    except KeyError:
        return MISSING
    except TypeError:  # a list, or a leaf
        return _indexed(document, _way(path))
    return node


def _indexed(node: Any, way: tuple[str, ...]) -> Any:
    for part in way:
        if isinstance(node, dict):
            node = node.get(part, MISSING)
        elif isinstance(node, list) and part.isascii() and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        else:
            return MISSING
    return node


def put(document: Document, path: str, value: Any) -> None:
    """Set the node at a path without `[]`, making the dicts on the way; a number indexes an existing list."""
    *way, last = _way(path)
    node: Any = document
    for part in way:
        node = node[int(part)] if isinstance(node, list) else node.setdefault(part, {})
    if isinstance(node, list):
        node[int(last)] = value
    else:
        node[last] = value


def drop(document: Document, path: str) -> None:
    """Remove the node at a path; nothing happens where there is none."""
    head, _, last = path.rpartition(".")
    parent = get(document, head) if head else document
    if isinstance(parent, dict):
        parent.pop(last.removesuffix("[]"), None)


def spread(document: object, path: str) -> Iterator[tuple[str, Any]]:
    """Every (concrete path, node) that a path with `[]` stands for; absent nodes are left out.

    >>> list(spread({"l": {"E": [{"A": "1"}, {"A": "2"}]}}, "l.E[].A"))
    [('l.E.0.A', '1'), ('l.E.1.A', '2')]
    """
    if "[]" not in path:
        node = get(document, path)
        if node is not MISSING:
            yield path, node
        return
    found: list[tuple[str, Any]] = [("", document)]
    for part in path.split("."):
        name, repeats = part.removesuffix("[]"), part.endswith("[]")
        nexts: list[tuple[str, Any]] = []
        for where, node in found:
            if not isinstance(node, dict) or name not in node:
                continue
            child, here = node[name], f"{where}.{name}" if where else name
            if repeats:
                if isinstance(child, list):
                    nexts.extend((f"{here}.{i}", item) for i, item in enumerate(child))
            else:
                nexts.append((here, child))
        found = nexts
    yield from found


def copy(node: Any) -> Any:
    """A deep copy of a document; leaves are immutable and shared."""
    if isinstance(node, dict):
        return {k: copy(v) for k, v in node.items()}
    if isinstance(node, list):
        return [copy(v) for v in node]
    return node
