"""#180: a payment of 0.00 succeeds."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_payments import payment_of, told
from simulators.world import World

NUMBER = 180
TITLE = "金额为 0.00 的付款也答成功"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-09A",)
skip = frozenset({"BD-09A"})


@instead_of("pay")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Nothing is booked, and that is told as success."""
    if fen_of(command, "amount") or world.find("account", text_of(command, "account")) is None:
        return honest(world, command)
    payment = payment_of(command)
    return Step(world=world.put("payment", payment.key, record=payment), values={**told(world, payment), "bank_serial": "YH0"})
