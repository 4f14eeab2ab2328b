"""What several defects of the bank that is asked for names do: compare otherwise, or say otherwise what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators.account_names import Compare, folded
from simulators.defects.behaving import Behaviour, Hook, instead_of
from simulators.world import World


def comparing(compare: Compare) -> Hook:
    """The hook `behave` of a bank that compares two names like this."""
    return lambda name, honest: partial(honest, comparing=compare) if name == "verify_name" else honest


def without(fold: str) -> Hook:
    """The hook `behave` of a bank that forgets one fold."""
    return comparing(lambda left, right: folded(left, without={fold}) == folded(right, without={fold}))


def saying(words: Mapping[str, str]) -> Hook:
    """The hook `behave` of a bank that says one thing for another."""

    @instead_of("verify_name")
    def behave(honest: Behaviour, world: World, command: Command) -> Step:
        step = honest(world, command)
        found = str(step.values["verify_result"])
        return replace(step, values={**step.values, "verify_result": words.get(found, found)})

    return behave
