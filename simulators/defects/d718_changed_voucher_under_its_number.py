"""#718: a changed voucher under a known number is posted once more."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import once, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 718
TITLE = "同一凭证号换了内容，答成功再记一次"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-32I",)


@instead_of("voucher")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Forget what came under this number, and its place in the row of numbers."""
    key = text_of(command, "acct_set"), text_of(command, "acct_period"), text_of(command, "gov_voucher")
    if once(world, command, *key) is None:
        return honest(world, command)
    return honest(world.drop("done", command.operation, *key), command, without=frozenset({"next"}))
