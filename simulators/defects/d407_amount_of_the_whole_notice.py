"""#407: who asks for a pay code is told the amount of the whole notice."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.land_levy import notice_with
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 407
TITLE = "查一个缴款码，答的是整张通知的金额"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-34J",)


@instead_of("bill_asked")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The wrong table."""
    step, notice = honest(world, command), notice_with(world, str(command.values["pay_code"]))
    return step if notice is None else replace(step, values={**step.values, "amount": yuan(notice.total_fen)})
