"""#323: each return is compared with the appropriation by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.world import World

NUMBER = 323
TITLE = "实拨退款逐笔与原拨款比，不累计"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-05E",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """What came back before is forgotten."""
    if name not in ("write_return",):
        return behaviour

    def one_by_one(world: World, command: Command) -> Step:
        known = world.find("appropriation", text_of(command, "appropriation_no"))
        step = behaviour(world, command)
        if step.world is world or known is None:
            return step
        return replace(step, world=step.world.put("appropriation", known.number, record=known))

    return one_by_one
