"""#639: a notice that is due on a Saturday is overdue on Monday."""

from __future__ import annotations

from dataclasses import replace

from kanhe.contract.functions import add_days
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.capital_notices import DUE_DAYS
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 639
TITLE = "到期日遇假日不顺延，星期一就算逾期"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-24", "SCB-24S")


@instead_of("notice")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """So many days, whatever day that is."""
    step = honest(world, command)
    made = step.world.find("notice", text_of(command, "capital_notice"))
    if made is None or step.world is world:
        return step
    due = add_days(text_of(command, "notice_date"), DUE_DAYS)
    return replace(step, world=step.world.put("notice", made.number, record=replace(made, due=due)))
