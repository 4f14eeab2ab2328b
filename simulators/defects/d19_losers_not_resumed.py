"""#19 (WJ): after G00008 has gone out, a G00007 that gets no answer is never sent again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 19
TITLE = "竞得人归集之后，未竞得人归集没有应答就不再重发"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("land_margin.close_lot:causes",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """One attempt for G00007 and no more."""
    if name != "close_lot":
        return behaviour

    def close_lot(world: World, command: Command) -> Step:
        step = behaviour(world, command)
        once = (replace(send, attempts=1) if send.operation == "G00007" else send for send in step.sends)
        return replace(step, sends=tuple(once))

    return close_lot
