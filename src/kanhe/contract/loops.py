"""Loops of the expression language, `x for x in rows if …`: what they cost is what they must look at.

Theory of operation. Leading conditions that ask for equal fields of a row of the books (`s.lot == request.lot and s.status == "OPEN"`)
are answered by the listing's index. What does not depend on the row is worked out once per loop: the compiler gives each such
part a slot, which the loop empties when it begins. Neither changes a value, nor when something counts as absent.
Cost is bounded: MOST_STEPS rows in a scene.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kanhe.contract.functions import FRESH
from kanhe.contract.listing import Group, Listing
from kanhe.contract.lookup import Eval
from kanhe.model.formula import Absent, Scene

MOST_STEPS = 100_000
_SLOTS = itertools.count()
_OF_THE_ROW = FRESH | {"index"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """variable runs over source; value of each row that passes all tests (None: the row itself). names/equals: the first tests say
    that these fields of the row equal these values, which do not depend on it; none where `index()` counts the rows. slots: what is worked
    out once per loop. ifs: so many of the tests are the `if` of a loop over rows of a message."""

    variable: str
    source: Eval
    tests: Sequence[Eval]
    value: Eval | None
    names: tuple[str, ...] = ()
    equals: Sequence[Eval] = ()
    slots: Sequence[str] = ()
    ifs: int = 0

    def __call__(self, scene: Scene) -> list[Any]:
        """The values in order; Absent where a row's value is, or its test: but a row of the message that leaves out what the test asks
        for is not one of those that are meant."""
        names, variable, value = scene.names, self.variable, self.value
        outer, index = names.get(variable), scene.index
        for slot in self.slots:
            names.pop(slot, None)
        rows = self.source(scene)
        found: list[Any] = []
        try:
            narrowed = self._narrowed(scene, rows) if self.names and isinstance(rows, Listing) and rows else None
            tests = self.tests if narrowed is None else self.tests[len(self.names) :]
            if value is None and not tests:
                found = list(rows) if narrowed is None else [item for _, item in narrowed]
                _spend(scene, len(found))
                return found
            for number, item in enumerate(rows if narrowed is None else [row for _, row in narrowed]):
                _spend(scene, 1)
                names[variable], scene.index = item, number
                meant = True
                try:
                    for test in tests:
                        if not test(scene):
                            meant = False
                            break
                except Absent:
                    if not self._left_out(scene):
                        raise
                    meant = False
                if meant:
                    found.append(item if value is None else value(scene))
        finally:
            names[variable], scene.index = outer, index
        return found

    def _left_out(self, scene: Scene) -> bool:
        """Whether it is the row of the message itself that leaves out what the `if` asks for, or has it wrong."""
        try:
            all(test(scene) for test in self.tests[: self.ifs])
        except Absent as absent:
            return absent.path.removeprefix("坏值 ").startswith(f"{self.variable}.")
        return False

    def _narrowed(self, scene: Scene, rows: Listing) -> Group | None:
        """The rows that pass the first tests; None where only looking at each can tell."""
        index = rows.index(self.names)
        if index is None:
            return None
        first = self.equals[0](scene)  # absent here, it would be absent for the first row
        try:
            return index.get((first, *(equal(scene) for equal in self.equals[1:])), ())
        except (Absent, TypeError):
            return None


def _spend(scene: Scene, rows: int) -> None:
    scene.steps += rows
    if scene.steps > MOST_STEPS:
        raise Absent("表达式太费时")


@dataclass(slots=True)
class Open:
    """A loop whose inside is being compiled."""

    variable: str
    slots: list[str] = field(default_factory=list)

    def once(self, inner: Eval) -> Eval:
        """The part, worked out at most once each time the loop begins."""
        slot = f"{self.variable}#{next(_SLOTS)}"
        self.slots.append(slot)

        def run(scene: Scene) -> Any:
            names = scene.names
            if slot not in names:
                try:
                    names[slot] = inner(scene)
                except Absent as absent:
                    names[slot] = absent
            value = names[slot]
            if value.__class__ is Absent:
                raise Absent(value.path)
            return value

        return run


@lru_cache(maxsize=4096)
def named(node: ast.AST) -> frozenset[str]:
    """Every name in a part of a formula; remembered, because each loop around the part asks."""
    root = node
    while isinstance(root, ast.Attribute):
        root = root.value
    if isinstance(root, ast.Name):  # a path, as most parts are
        return frozenset((root.id,))
    return frozenset(part.id for part in ast.walk(root) if isinstance(part, ast.Name))


def home(node: ast.expr, open_loops: Sequence[Open]) -> Open | None:
    """The outermost open loop that a part does not depend on, None where it depends on the innermost or is not worth a slot."""
    if not open_loops or not isinstance(node, (ast.Call, ast.Attribute, ast.Subscript)):
        return None
    used = named(node)
    if not used.isdisjoint(_OF_THE_ROW):
        return None
    found: Open | None = None
    for loop in reversed(open_loops):
        if loop.variable in used:
            break
        found = loop
    return found


def conditions(node: ast.expr) -> list[ast.expr]:
    """The parts that `and` joins, in order."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [part for value in node.values for part in conditions(value)]
    return [node]


def equality(node: ast.expr, variable: str) -> tuple[str, ast.expr] | None:
    """(field, other side) where the condition is `variable.field == other` or the reverse, and the other side is free of it."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq):
        return None
    for one, other in ((node.left, node.comparators[0]), (node.comparators[0], node.left)):
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == variable:
            used = named(other)
            return None if variable in used or not used.isdisjoint(_OF_THE_ROW) else (one.attr, other)
    return None
