"""What several defects of the project library of government investment do: forget a check, tell something else than what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.world import World


def forgetting(operation: str, *checks: str) -> Hook:
    """The hook `behave` of an office that forgets these checks in this behaviour."""
    return lambda name, honest: partial(honest, without=frozenset(checks)) if name == operation else honest


def telling(operation: str, change: Callable[[Mapping[str, Value]], Mapping[str, Value]]) -> Hook:
    """The hook `behave` of an office whose answer, where it grants this operation, has what `change(values)` says in place of its own."""

    @instead_of(operation)
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        step = honest(world, command)
        return replace(step, values={**step.values, **change(step.values)}) if step.values else step

    return behave


def is_new(world: World, command: Command, *key: str) -> bool:
    """Whether this number was not used before."""
    return world.find("done", command.operation, *key) is None
