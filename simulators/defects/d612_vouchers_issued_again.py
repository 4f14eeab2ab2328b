"""#612: a request for vouchers that is sent again issues them again."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.investing import is_new
from simulators.investment_vouchers import of
from simulators.world import World

NUMBER = 612
TITLE = "开凭证没有应答、重发又开一套，付两次"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-27I", "INV-28C", "INV-27A",)


@instead_of("vouchers")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Forget the number, and what was issued for it."""
    key, number = text_of(command, "issue_no"), text_of(command, "pay_apply")
    found = world.find("apply", number)
    if is_new(world, command, key) or found is None or any(one.state != "ISSUED" for one in of(world, number)):
        return honest(world, command)
    for one in of(world, number):
        world = world.put("voucher", one.number, record=replace(one, state="CANCELLED"))
    world = world.drop("done", command.operation, key).put("apply", number, record=replace(found, stage="AUDITED"))
    return honest(world, command)
