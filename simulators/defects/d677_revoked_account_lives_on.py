"""#677: a closed account is told as open, and may be closed again."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.account_filings import filed_at, place
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 677
TITLE = "撤销备案以后账户仍答正常，还能再撤销、再变更"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-28Q", "ACCT-24R", "ACCT-20C")
@instead_of("file_revoke")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The day is not kept."""
    step, now = honest(world, command), None
    if step.world is not world:
        now = filed_at(step.world, command)
    if now is None:
        return step
    return replace(step, world=step.world.put("filed", *place(command), record=replace(now, closed="")))
