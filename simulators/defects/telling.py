"""What is wrong with a system that does its own work rightly and tells the other systems of its house something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.defects.behaving import Behaviour
from simulators.world import World

Tells = Callable[[Tell], tuple[Tell, ...]]


def about(event: str, change: Tells) -> Tells:
    """The `tells` of a system that tells of one event otherwise, and of all others as it should."""
    return lambda tell: change(tell) if tell.event == event else (tell,)


def never(_: Tell) -> tuple[Tell, ...]:
    """Nobody hears of it."""
    return ()


def telling(name: str, tells: Callable[[World, Command, Step], tuple[Tell, ...]]) -> Callable[[str, Behaviour], Behaviour]:
    """The `behave` of a system whose behaviour of that name answers as it should, and then tells what this gives."""

    def behave(here: str, honest: Behaviour) -> Behaviour:
        if here != name:
            return honest

        def wrong(world: World, command: Command) -> Step:
            step = honest(world, command)
            return replace(step, tells=tells(world, command, step))

        return wrong

    return behave
