"""#653: an order that comes once more is paid once more."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, text_of
from simulators.capital_budget import TREASURY, purse
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 653
TITLE = "实拨凭证没有应答、重发又拨一次"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-53P", "SCB-52I", "SCB-52")


@instead_of("inject")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The same answer, and the money again where the line still has it."""
    known = world.find("done", command.operation, text_of(command, "injection_no")) is not None
    step, amount = honest(world, command), fen_of(command, "injection_amount")
    if not known or step.outcome is not ReplyClass.SUCCESS:
        return step
    account = purse(text_of(command, "capital_budget"), text_of(command, "budget_line"))
    ledger = step.world.ledger.move(amount, source=TREASURY, target=account, voucher="again", at=command.now)
    return replace(step, world=step.world.booked(ledger))
