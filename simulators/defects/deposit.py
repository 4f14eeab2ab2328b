"""What several defects of the bank of time deposits do: forget a check, price the interest otherwise, book something else beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.deposit_terms import Certificate, Pricing
from simulators.world import World


def forgetting(operation: str, *checks: str) -> Hook:
    """The hook `behave` of a bank that forgets these checks in this behaviour."""
    return lambda name, honest: partial(honest, without=frozenset(checks)) if name == operation else honest


def priced_by(pricing: Pricing) -> Hook:
    """The hook `behave` of a bank that works interest out in a way of its own."""
    return lambda name, honest: partial(honest, pricing=pricing) if name in ("withdraw", "certificate") else honest


def is_new(world: World, command: Command) -> bool:
    """Whether the request number was not used before."""
    return world.find("done", command.operation, text_of(command, "request_no")) is None


def anew(*names: str) -> Hook:
    """The hook `behave` of a bank that forgets a request number as soon as its answer is out."""

    @instead_of(*names)
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        step = honest(world, command)
        return replace(step, world=step.world.drop("done", command.operation, text_of(command, "request_no")))

    return behave


def successor(change: Callable[[Certificate, Certificate], Certificate], kind: str) -> Hook:
    """The hook `behave` of a bank whose new certificate, after a withdrawal of this kind, is what `change(old, new)` makes of it."""

    @instead_of("withdraw")
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        first = is_new(world, command)
        step = honest(world, command)
        new: Certificate | None = step.world.find("certificate", str(step.values.get("certificate", "")))
        old: Certificate | None = world.find("certificate", text_of(command, "certificate"))
        if not first or new is None or old is None or text_of(command, "withdrawal_kind") != kind:
            return step
        return replace(step, world=step.world.put("certificate", new.number, record=change(old, new)))

    return behave
