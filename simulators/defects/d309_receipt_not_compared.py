"""#309: a receipt is taken whatever it says about the voucher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.treasury_vault import CONFIRMED, found
from simulators.world import World

NUMBER = 309
TITLE = "回单不与原凭证核对，改了字段也收下"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-03",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Only the state is looked at."""
    if name not in ("receipt",):
        return behaviour

    def unseen(world: World, command: Command) -> Step:
        known = found(world, command)
        if known is not None and known.status == CONFIRMED:
            command = replace(command, values={**command.values, "voucher": known.original})
        return behaviour(world, command)

    return unseen
