"""#484: the days to open are counted by the calendar."""

from __future__ import annotations

from dataclasses import replace

from kanhe.contract.functions import add_days
from kanhe.simulate.behaviour import Command, Step
from simulators.account_bureau import DAYS_TO_OPEN, File
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 484
TITLE = "开户期限的十五个工作日按自然日算"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-03A", "ACCT-03B", "ACCT-15A")


def calendar_days(found: File, before: World, command: Command) -> File:
    """Fifteen days, whatever day it is."""
    return replace(found, open_by=add_days(text_of(command, "decision_date"), DAYS_TO_OPEN)) if found.state == "APPROVED" else found


@instead_of("bureau_approves")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The last day to open, counted its own way."""
    step = honest(world, command)
    asked = step.world.find("application", text_of(command, "apply_no"))
    if asked is None or step.world is world:
        return step
    file = calendar_days(step.world.find("file", asked.file), world, command)
    return replace(step, world=step.world.put("file", file.number, record=file))
