"""#851: whoever has told nothing is taken to have nothing, a consolidation that nobody knows too."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.government_consolidation import Merger
from simulators.world import World

NUMBER = 851
TITLE = "没有报的单位当作零照样合并，没有的任务也合并出零"
FAMILY = "government_consolidation"
ROLE = "finance"
FINDS = ("GFR-63", "GFR-60N")


@instead_of("merge_consolidate")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Add up whatever is there."""
    task = text_of(command, "merge_task")
    known = world if world.find("merger", task) else world.put("merger", task, record=Merger(units=()))
    return honest(known, command, without=frozenset({"missing"}))
