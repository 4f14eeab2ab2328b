"""#371: a pack that comes again is added again."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.recon_checker import Sheet
from simulators.world import World

NUMBER = 371
TITLE = "同一包重送又计一次"
FAMILY = "treasury_recon"
ROLE = "checker"
FINDS = ("TR-01R",)


@instead_of("take_3507", "take_3508", "take_3509", "take_3510", "take_3511", "take_3512", "take_3513")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Its lines stand twice."""
    step = honest(world, command)
    sheet: Sheet | None = world.find("sheet", text_of(command, "voucher_type"), text_of(command, "check_no"))
    if step.outcome is not ReplyClass.DUPLICATE or sheet is None:
        return step
    return Step(world=world.put("sheet", sheet.kind, sheet.number, record=replace(sheet, lines=sheet.lines * 2)))
