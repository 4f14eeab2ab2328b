"""#317: a payment is cleared as often as it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.simulate.behaviour import Command, Step
from simulators.world import World

NUMBER = 317
TITLE = "同一支付凭证可以申请划款两次"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-05F",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Every clearing is the first."""
    if name not in ("write_clearing",):
        return behaviour

    def again(world: World, command: Command) -> Step:
        for row in command.rows:
            world = world.drop("cleared", str(row["paid_no"]))
        return behaviour(world, command)

    return again
