"""Whole parts of a message as values: told apart by what they say, not by how they are written."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any


def frozen(node: Any) -> Any:
    """The node as a value that compares and hashes; absent and empty leaves say the same, and so do one row and a list of it."""
    if isinstance(node, dict):
        pairs = ((name, frozen(child)) for name, child in node.items())
        return tuple(sorted((name, child) for name, child in pairs if child not in (None, "", ())))
    if isinstance(node, list):
        rows = tuple(frozen(child) for child in node)
        return rows[0] if len(rows) == 1 and isinstance(node[0], dict) else rows
    return node


def unlike(want: Any, got: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(path, wanted, found) of every leaf in which two frozen parts differ, in order of names."""
    if _named(want) and _named(got):
        left, right = dict(want), dict(got)
        for name in sorted(left.keys() | right.keys()):
            yield from unlike(left.get(name), right.get(name), f"{path}.{name}" if path else name)
    elif isinstance(want, tuple) and isinstance(got, tuple) and len(want) == len(got):
        for number, (one, other) in enumerate(zip(want, got, strict=True)):
            yield from unlike(one, other, f"{path}.{number}" if path else str(number))
    elif want != got:
        yield path, want, got


def _named(node: Any) -> bool:
    return isinstance(node, tuple) and bool(node) and all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str)
                                                          for one in node)


def same_except(left: Any, right: Any, pattern: str) -> bool:
    """Whether two parts say the same but for the names that match a shell pattern, at any depth."""
    return bool(frozen(_without(left, pattern)) == frozen(_without(right, pattern)))


def _without(node: Any, pattern: str) -> Any:
    if isinstance(node, dict):
        return {name: _without(child, pattern) for name, child in node.items() if not fnmatchcase(name, pattern)}
    return [_without(child, pattern) for child in node] if isinstance(node, list) else node
