"""#201: the closing balance of the statement is what may be spent."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_bank import available
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 201
TITLE = "明细的期末余额取了可用余额"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07H",)


@instead_of("statement")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Without what is under way."""
    step = honest(world, command)
    left = yuan(available(world, text_of(command, "account")))
    return replace(step, values={**step.values, "close_balance": left}) if step.values else step
