"""#717: accounts that are not good on the day are listed, too."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.government_chart import NAMES, shown
from simulators.world import World

NUMBER = 717
TITLE = "下发科目不看启停日期"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-22Q",)


@instead_of("accounts")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """All accounts of the class."""
    step = honest(world, command)
    kind = text_of(command, "account_class")
    return replace(step, rows=shown((one for one in world.all("account") if one.code.startswith(kind)), NAMES.__getitem__))
