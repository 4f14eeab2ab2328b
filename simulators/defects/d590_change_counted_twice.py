"""#590: a change that is sent again counts again."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.investing import is_new
from simulators.world import World

NUMBER = 590
TITLE = "变更重发，合同金额又加一次"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-11A", "INV-12T",)


@instead_of("contract_change")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The same answer, one change more."""
    number, change = text_of(command, "contract_no"), text_of(command, "contract_change")
    first = is_new(world, command, number, change)
    step, found = honest(world, command), world.find("contract", number)
    if first or step.outcome is not ReplyClass.SUCCESS:
        return step
    again = replace(found, changes=(*found.changes, *(one for one in found.changes if one[0] == change)))
    return replace(step, world=step.world.put("contract", number, record=again))
