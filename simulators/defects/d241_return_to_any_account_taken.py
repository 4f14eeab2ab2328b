"""#241: the account of a return is not compared with the payment's."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 241
TITLE = "退回到别的账户也照收"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-04C",)


@instead_of("return_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The payment's account it must be."""
    order = world.find("key", text_of(command, "payment_no"))
    account = {} if order is None else {"account": order.account}
    return honest(world, replace(command, values={**command.values, **account}))
