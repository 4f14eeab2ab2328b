"""#175: a used key is a duplicate, whatever is under it now."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_payments import told
from simulators.world import World

NUMBER = 175
TITLE = "同一流水号改了金额或收款人也答 0002"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-02",)


@instead_of("pay")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Only the key is looked at."""
    step, known = honest(world, command), world.find("payment", str(command.values["payment_no"]))
    if step.outcome is not ReplyClass.REFUSED or known is None:
        return step
    return Step(world=world, outcome=ReplyClass.DUPLICATE, values=told(world, known))
