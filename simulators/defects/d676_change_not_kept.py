"""#676: the new name is not kept."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.account_filings import filed_at, place
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 676
TITLE = "变更备案收下了，记着的户名没有改"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-21Q",)
@instead_of("file_change")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The decision is noted, the name is not."""
    step, before = honest(world, command), filed_at(world, command)
    now = filed_at(step.world, command)
    if before is None or now is None or now == before:
        return step
    return replace(step, world=step.world.put("filed", *place(command), record=replace(now, name=before.name)))
