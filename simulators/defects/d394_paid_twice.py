"""#394: who comes with a notice that is paid pays a second time."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators import land_collecting
from simulators.defects.behaving import Behaviour, instead_of
from simulators.land_levy import DUE, keep, numbered
from simulators.world import World

NUMBER = 394
TITLE = "已缴的通知再来缴，又收一次、又回报一次"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-34B",)


@instead_of("pays_again")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The counter does not look whether it is paid."""
    notice = numbered(world, str(command.values["pay_notice"]))
    if notice is None:
        return honest(world, command)
    return land_collecting.payer_pays(keep(world, replace(notice, status=DUE)), command)
