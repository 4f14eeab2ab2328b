"""#55 (GT): MatuDay of G00003 is the end of the listing, while paid in full is judged by the margin's own deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 55
TITLE = "MatuDay 填成挂牌截止时间，足额却按保证金截止时间判断"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-16",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Apply with the wrong date."""
    if name != "apply_bid":
        return behaviour

    def apply_bid(world: World, command: Command) -> Step:
        step = behaviour(world, command)
        late = {"deadline": command.values["listing_end"]}
        return replace(step, sends=tuple(replace(s, values={**s.values, **late}) for s in step.sends))

    return apply_bid
