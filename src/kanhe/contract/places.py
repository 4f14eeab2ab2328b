"""Finding again where something stands in the files of a root, for problems that show only after everything was compiled.

Files are parsed at the first question, so that a clean root pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kanhe.contract.yaml import Node, read_yaml
from kanhe.errors import Position


class Places:
    """Positions of keys and values by file and way, e.g. ("specimen", "request", "body", "InAmount")."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._nodes: dict[str, Node | None] = {}

    def node(self, file: str) -> Node | None:
        """The root node of a file of the root, None where it cannot be read."""
        if file not in self._nodes:
            self._nodes[file] = read_yaml(self.root / file, file)[0]
        return self._nodes[file]

    def at(self, file: str, *way: str) -> Position:
        """Where the value at a way stands; the nearest one around it where there is none."""
        node = self.node(file)
        return _down(node, way).at if node is not None else Position(file)

    def key(self, file: str, *way: str) -> Position:
        """Where the last key of a way stands; the nearest value around it where there is none."""
        *head, last = way
        node = self.node(file)
        if node is None:
            return Position(file)
        around = _down(node, head)
        return around.keys.get(last, around.at)

    def inside(self, start: Position, *way: str, key: bool = False) -> Position:
        """The same, downwards from the node that stands at `start`."""
        node = self.node(start.file)
        found = next((n for n in _walk(node) if n.at == start), None) if node is not None else None
        if found is None:
            return start
        if key and way:
            around = _down(found, way[:-1])
            return around.keys.get(way[-1], around.at)
        return _down(found, way).at


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.items if node.items is not None else (node.pairs or {}).values():
        yield from _walk(child)


def _down(node: Node, way: tuple[str, ...] | list[str]) -> Node:
    """The node at the way, or the last one on it that there is; a list without number stands for its first item."""
    for part in way:
        if node.items is not None and not part.isdigit():
            node = node.items[0] if node.items else node
        if node.items is not None and part.isdigit() and int(part) < len(node.items):
            node = node.items[int(part)]
        elif node.pairs is not None and part in node.pairs:
            node = node.pairs[part]
        else:
            break
    return node
