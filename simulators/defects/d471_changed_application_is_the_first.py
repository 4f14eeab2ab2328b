"""#471: another content under a known number is answered as the first."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 471
TITLE = "同一申请编号换了内容，也答原来的受理编号"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-07",)


@instead_of("apply_account")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The number alone is looked at."""
    known = world.find("application", text_of(command, "apply_no"))
    return Step(world=world, values={"apply_no": known.number, "accept_no": known.accepted}) if known else honest(world, command)
