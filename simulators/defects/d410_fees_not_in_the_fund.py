"""#410: late fees are kept apart and not shown; an account that nobody has is empty."""

from __future__ import annotations

from decimal import Decimal

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 410
TITLE = "待缴库资金不含违约金；没有签约的账户答 0.00"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-37F", "LAND-37G")


@instead_of("fund_asked")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Without the fees of all receipts that stand."""
    step = honest(world, command)
    if step.outcome is ReplyClass.REFUSED:
        return Step(world=world, values={"balance": Decimal("0.00")})
    fees = sum(receipt.fee_fen for receipt in world.all("pay receipt") if receipt.status == "BOOKED")
    return Step(world=world, values={"balance": max(Decimal(str(step.values["balance"])) - yuan(fees), Decimal("0.00"))})
