"""What several defects of the finance office's side of financial reports do: tell other rows than what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.world import World

Rows = tuple[Mapping[str, Value], ...]


def listing(operation: str, change: Callable[[Rows], Rows]) -> Hook:
    """The hook `behave` of an office whose answer to this operation lists `change(rows)` in place of its own rows."""

    @instead_of(operation)
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        step = honest(world, command)
        return replace(step, rows=change(step.rows))

    return behave
