"""#308: a number that is in use takes a second voucher."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.simulate.behaviour import Command, Step
from simulators.treasury_vault import keep, written
from simulators.world import World

NUMBER = 308
TITLE = "凭证编号已用，仍收下第二张，盖掉第一张"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-11",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Nobody looks whether the number is free."""
    if name not in ("write",):
        return behaviour

    def over_it(world: World, command: Command) -> Step:
        return Step(world=keep(world, written(command)))

    return over_it
