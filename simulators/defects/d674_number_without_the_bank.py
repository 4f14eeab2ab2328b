"""#674: accounts are known by their number alone."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 674
TITLE = "账户只按账号认：别的银行同号的备案收下了，记着的还是原来那家的"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-21Q", "ACCT-24Q", "ACCT-28Q", "ACCT-28N")
@instead_of("file_open")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Whoever had the number first has the account."""
    step = honest(world, command)
    number, bank = text_of(command, "account"), text_of(command, "account_bank")
    after = step.world
    for other in ("313306000019", "102306000125"):
        if after is not world and other != bank and after.find("filed", other, number) is not None:
            after = after.put("filed", bank, number, record=after.find("filed", other, number))
    return replace(step, world=after)
