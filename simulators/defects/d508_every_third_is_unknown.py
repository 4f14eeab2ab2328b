"""#508: too many questions about one account are answered with unknown."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 508
TITLE = "同一账户一天问到第三次就答不能判断"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-51",)
THIRD = 3


@instead_of("verify_name")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The third time, nothing is looked up."""
    step = honest(world, command)
    after, times = step.world.count(f"asked {text_of(command, 'account')} {command.now[:8]}")
    values = {**step.values, "verify_result": "UNKNOWN"} if times >= THIRD else step.values
    return replace(step, world=after, values=values)
