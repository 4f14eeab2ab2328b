"""#264: the bank numbers payments by account and year: two payments of one account bear one serial."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 264
TITLE = "银行流水号由账号和年份拼成，同一账户的两笔付款流水号相同"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-02S",)


@instead_of("pay")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The serial says whose payment it is, not which."""
    step = honest(world, command)
    if "bank_serial" not in step.values:
        return step
    return replace(step, values={**step.values, "bank_serial": f"YH{command.now[:4]}{text_of(command, 'account')[-6:]}"})
