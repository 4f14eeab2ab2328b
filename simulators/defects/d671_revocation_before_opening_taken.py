"""#671: what comes too early is taken silently."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.account_filings import TOO_EARLY
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 671
TITLE = "开户备案没有到，变更和撤销也悄悄收下"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-25C", "ACCT-25R")
@instead_of("file_change", "file_revoke")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """It is put aside, and nobody is told."""
    step = honest(world, command)
    return Step(world=world) if step.code == TOO_EARLY else step
