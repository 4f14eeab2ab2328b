"""#372: the first pack is answered at once, as if it were all."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.recon_checker import Sheet, ask_verdict
from simulators.world import World

NUMBER = 372
TITLE = "没有等各包到齐就答复"
FAMILY = "treasury_recon"
ROLE = "checker"
FINDS = ("TR-01C",)


@instead_of("take_3507", "take_3508", "take_3509")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What is there is taken for all that there is."""
    step = honest(world, command)
    kind, number = text_of(command, "voucher_type"), text_of(command, "check_no")
    sheet: Sheet | None = step.world.find("sheet", kind, number)
    if step.outcome is not ReplyClass.SUCCESS or sheet is None or sheet.complete:
        return step
    early = step.world.put("sheet", kind, number, record=replace(sheet, packs=len(sheet.got)))
    values = {"voucher_type": f"55{kind[2:]}", "check_no": number, "pack_no": command.values["pack_no"]}
    return replace(step, sends=ask_verdict(early, replace(command, values=values)).sends)
