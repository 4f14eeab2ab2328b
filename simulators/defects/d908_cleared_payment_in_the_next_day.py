"""#908: what was cleared is put into the statement of the day after."""

from __future__ import annotations

from dataclasses import replace

from kanhe.contract.functions import add_days
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 908
TITLE = "清算的支付列到次日的对账单里"
FAMILY = "treasury_recon"
ROLE = "treasury"
LINKAGE = "linkage.recon"
FINDS = ("TREA-96",)


@instead_of("paid_known")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A day too late."""
    day = add_days(text_of(command, "statement_end"), 1)
    return honest(world, replace(command, values={**command.values, "statement_end": day}))
