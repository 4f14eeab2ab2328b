"""#560: a repayment is not put on the person's file."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.wages import is_new
from simulators.wage_bank import batch_of
from simulators.wage_orders import number_of
from simulators.world import World

NUMBER = 560
TITLE = "重发以后查这个人，还是原来的批次"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-44A", "PERS-44")


@instead_of("repay_wage")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The file of the person stays as it was."""
    first = is_new(world, command)
    step = honest(world, command)
    made = batch_of(step.world, number_of(command))
    if not first or made is None or not step.values:
        return step
    key = made.rows[0].person, made.month, made.kind
    return replace(step, world=step.world.put("pay", *key, record=world.find("pay", *key)))
