"""What several defects of the keepers of accounts do: forget a check, forget a number, change a record on its way into the files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.world import World


def forgetting(operation: str, *checks: str) -> Hook:
    """The hook `behave` of a party that forgets these checks in this behaviour."""
    return forgetting_each({operation: checks})


def forgetting_each(checks: Mapping[str, Collection[str]]) -> Hook:
    """The hook `behave` of a party that forgets, in each of these behaviours, these checks."""
    return lambda name, honest: partial(honest, without=frozenset(checks[name])) if name in checks else honest


def refiled(operation: str, kind: str, key: str, change: Callable[[Any, World, Command], Any]) -> Hook:
    """The hook `behave` of a party that keeps, after this behaviour, what `change(record, world before, command)` makes of the record of
    this kind under the number that the command gives for `key`."""

    @instead_of(operation)
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        step = honest(world, command)
        found = step.world.find(kind, text_of(command, key))
        if found is None or step.world is world:
            return step
        return replace(step, world=step.world.put(kind, text_of(command, key), record=change(found, world, command)))

    return behave


def told(operation: str, change: Callable[[dict[str, Any], World, Command], dict[str, Any]]) -> Hook:
    """The hook `behave` of a party that answers with what `change(values, world, command)` makes of the values."""

    @instead_of(operation)
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        step = honest(world, command)
        return replace(step, values=change(dict(step.values), world, command)) if step.values else step

    return behave
