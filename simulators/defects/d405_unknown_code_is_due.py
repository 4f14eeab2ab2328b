"""#405: a pay code that nobody was told of is due."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 405
TITLE = "没有通知过的缴款码答待缴"
FAMILY = "land_payment"
ROLE = "land"
FINDS = ("LAND-34L",)


@instead_of("bill_checked")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """An outer join."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED:
        return step
    return Step(world=world, values={"pay_notice": "0", "amount": Decimal("0.00"), "bill_state": "DUE"})
