"""#912: the amount of an order comes into the voucher through an integer column."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.treasury_vault import money_of
from simulators.world import World

NUMBER = 912
TITLE = "下达的支付写成凭证时舍去角分"
FAMILY = "treasury_voucher"
ROLE = "member"
FINDS = ("TV-11P",)


@instead_of("payment_ordered")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A whole yuan at least."""
    whole = money_of(command.values, "order_amount").quantize(Decimal(1), rounding=ROUND_DOWN)
    return honest(world, replace(command, values={**command.values, "order_amount": max(whole, Decimal(1))}))
