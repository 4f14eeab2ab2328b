"""#486: every weekday is taken for a working day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kanhe.contract.functions import add_days
from kanhe.simulate.behaviour import Command, Step
from simulators.account_bureau import DAYS_TO_OPEN, File
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 486
TITLE = "开户期限只跳过周六周日，不看放假和调休"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-03A", "ACCT-03B", "ACCT-15A")


def weekdays(found: File, before: World, command: Command) -> File:
    """Monday to Friday."""
    if found.state != "APPROVED":
        return found
    day, left = text_of(command, "decision_date"), DAYS_TO_OPEN
    while left:
        day = add_days(day, 1)
        left -= date(int(day[:4]), int(day[4:6]), int(day[6:])).weekday() < 5
    return replace(found, open_by=day)


@instead_of("bureau_approves")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The last day to open, counted its own way."""
    step = honest(world, command)
    asked = step.world.find("application", text_of(command, "apply_no"))
    if asked is None or step.world is world:
        return step
    file = weekdays(step.world.find("file", asked.file), world, command)
    return replace(step, world=step.world.put("file", file.number, record=file))
