"""What several defects of the office of state capital do: forget a check, tell something else than what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.world import World

Row = Mapping[str, Value]


def forgetting(operation: str, *checks: str) -> Hook:
    """The hook `behave` of an office that forgets these checks in this behaviour."""
    return lambda name, honest: partial(honest, without=frozenset(checks)) if name == operation else honest


def telling(operation: str, change: Callable[[Command, Row], Row], *, row: Callable[[Command, Row], Row] = lambda _, kept: kept) -> Hook:
    """The hook `behave` of an office whose answer, where it grants this operation, has what `change(command, values)` says in place of
    its own, and in each row what `row(command, row)` says."""

    @instead_of(operation)
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        step = honest(world, command)
        if not step.values:
            return step
        rows = tuple({**one, **row(command, one)} for one in step.rows)
        return replace(step, values={**step.values, **change(command, step.values)}, rows=rows)

    return behave
