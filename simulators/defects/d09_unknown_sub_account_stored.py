"""#9 (WJ): a receipt for a sub-account that nobody has is stored and answered 00."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.land_front import book, deposit_of
from simulators.world import World

NUMBER = 9
TITLE = "未知子账号的到账也入库并答 00"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-06A",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Store it, whoever it is for."""
    if name != "receipt":
        return behaviour

    def receipt(world: World, command: Command) -> Step:
        step = behaviour(world, command)
        known = world.find("account", str(command.values["sub_account"]))
        if step.outcome is not ReplyClass.REFUSED or known is not None:
            return step
        if world.find("serial", str(command.values["bank_serial"])) is not None:
            return step
        after, deposit = deposit_of(world, command, None)
        return Step(world=book(after, deposit, now=command.now))

    return receipt
