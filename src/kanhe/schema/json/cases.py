"""Every obligation of a JSON Schema, with the schemas that its message is made from, and how the message is known to be right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kanhe.schema.json.judge import Fault, Pointer
from kanhe.schema.json.keywords import owed
from kanhe.schema.json.source import Source
from kanhe.schema.json.spots import Spot, spots
from kanhe.schema.obligation import Obligation


@dataclass(frozen=True, slots=True)
class Case:
    """An obligation, the schemas of which the first that serves makes its message, and the keyword that must be the only one broken."""

    obligation: Obligation
    schemas: tuple[Any, ...]
    keyword: Pointer
    instance: Pointer
    within: bool

    def holds(self, faults: list[Fault]) -> bool:
        """Whether these faults are what the obligation says: none at an edge, beyond it this keyword alone."""
        if self.obligation.valid or not faults:
            return self.obligation.valid and not faults
        if all(self._names(fault) for fault in faults):
            return all(fault.instance[: len(self.instance)] == self.instance for fault in faults)
        return self.within and len(faults) == 1 and any(self._alone(branch) for branch in faults[0].branches)

    def _names(self, fault: Fault) -> bool:
        """Whether it is the keyword that a fault names, or what stands below it."""
        return fault.keyword[: len(self.keyword)] == self.keyword

    def _alone(self, branch: tuple[Fault, ...]) -> bool:
        """Whether this is all that is wrong with one of the alternatives."""
        return all(self._names(fault) for fault in branch) or (
            len(branch) == 1 and any(self._alone(inner) for inner in branch[0].branches))


def cases(source: Source) -> Iterator[Case]:
    """All of them, in the order of the schema."""
    for spot in spots(source):
        for keyword, constraint, valid, schemas in owed(spot.node):
            pointer = (*spot.pointer, keyword)
            found = Obligation("".join(f"/{part}" for part in spot.path) or "/", constraint, valid, source.at(pointer))
            yield Case(found, tuple(_rebuilt(spot, schema) for schema in schemas), pointer, spot.path, spot.within)


def _rebuilt(spot: Spot, schema: Any) -> Any:
    return spot.rebuild(schema)
