"""#240: the amount of a return is not compared with the payment's."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 240
TITLE = "退回金额与原付款不同也照收，按原金额冲回"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-04B",)


@instead_of("return_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The payment's amount it must be."""
    order = world.find("key", text_of(command, "payment_no"))
    amount = {} if order is None else {"amount": yuan(order.amount_fen)}
    return honest(world, replace(command, values={**command.values, **amount}))
