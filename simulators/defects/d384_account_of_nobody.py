"""#384: a notice for an account that nobody has contracted is taken."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 384
TITLE = "收款账户没有签约的通知也收"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-31D",)


@instead_of("notice_taken")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The account is put down as one of ours."""
    return honest(world.put("fund", str(command.values["fund_account"]), record=True), command)
