"""What several defects of the bank that pays wages do: forget a check, forget a number, book something beside, tell rows otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.ledger import Ledger
from simulators.wage_bank import Batch, Row, batch_of
from simulators.wage_orders import number_of
from simulators.wage_results import Verdict
from simulators.world import World

Rows = tuple[Mapping[str, Value], ...]
RUNS = ("run_own_cards", "run_other_cards")


def forgetting(checks: str, *operations: str) -> Hook:
    """The hook `behave` of a bank that forgets these checks (parted by commas) in these behaviours."""
    return lambda name, honest: partial(honest, without=frozenset(checks.split(","))) if name in operations else honest


def judging(verdict: Verdict) -> Hook:
    """The hook `behave` of a bank that decides in a way of its own whether a wage can be booked."""
    return lambda name, honest: partial(honest, verdict=verdict) if name in RUNS else honest


def is_new(world: World, command: Command) -> bool:
    """Whether the batch number was not used before."""
    return world.find("done", command.operation, number_of(command)) is None


def anew(operation: str) -> Hook:
    """The hook `behave` of a bank that knows no number again and takes the same batch on once more."""

    @instead_of(operation)
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        return honest(world.drop("done", command.operation, number_of(command)), command, without=frozenset({"once"}))

    return behave


def telling(change: Callable[[dict[str, Value], Rows], tuple[Mapping[str, Value], Rows]], operation: str = "wage_results") -> Hook:
    """The hook `behave` of a bank whose answer is what `change(values, rows)` makes of it."""

    @instead_of(operation)
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        step = honest(world, command)
        if not step.values:
            return step
        values, rows = change(dict(step.values), step.rows)
        return replace(step, values=values, rows=rows)

    return behave


def booking(change: Callable[[Ledger, Batch, Row, str], Ledger], *operations: str) -> Hook:
    """The hook `behave` of a bank that books `change(ledger, batch, row, now)` beside, for every row that an event has ended."""

    @instead_of(*operations)
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        step = honest(world, command)
        before = batch_of(world, text_of(command.values, "wage_batch"))
        after = batch_of(step.world, before.number) if before is not None else None
        if before is None or after is None:
            return step
        ledger = step.world.ledger
        for old, new in zip(before.rows, after.rows, strict=True):
            if old.state != new.state and new.state in ("E", "C"):
                ledger = change(ledger, after, new, command.now)
        return replace(step, world=step.world.booked(ledger))

    return behave


def kept(change: Callable[[Row], Row | None], operation: str = "pay_wages") -> Hook:
    """The hook `behave` of a bank that keeps the rows of a new batch as `change` makes them; None: not at all."""

    @instead_of(operation)
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        first = is_new(world, command)
        step = honest(world, command)
        batch = batch_of(step.world, number_of(command))
        if not first or batch is None or not step.values:
            return step
        rows = tuple(row for row in map(change, batch.rows) if row is not None)
        return replace(step, world=step.world.put("batch", batch.number, record=replace(batch, rows=rows)))

    return behave
