"""#318: what was refunded is refunded again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.treasury_clearing import Cleared
from simulators.world import World

NUMBER = 318
TITLE = "同一原明细可以退款两次"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-05A",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """What was refunded counts as not yet."""
    if name not in ("write_refund",):
        return behaviour

    def again(world: World, command: Command) -> Step:
        for row in command.rows:
            known: Cleared | None = world.find("cleared", str(row["paid_no"]))
            if known is not None:
                world = world.put("cleared", known.number, record=replace(known, refunded=False))
        return behaviour(world, command)

    return again
