"""#605: vouchers are issued whatever the budget has left: it is filled up silently."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.investment_payments import TREASURY, Apply
from simulators.investment_vouchers import deal_of, due, state
from simulators.world import World

NUMBER = 605
TITLE = "指标余额不足照开凭证，差额自动追加"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-27",)


@instead_of("vouchers")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Give the budget what it lacks, then issue."""
    found: Apply | None = world.find("apply", text_of(command, "pay_apply"))
    if found is None:
        return honest(world, command)
    budget = f"budget:{deal_of(world, found.number).pro}"
    lacking = sum(due(world, found).values()) - world.ledger.balance(budget)
    if lacking > 0 and state(world, found) in ("AUDITED", "FAILED", "RETURNED"):
        world = world.booked(world.ledger.move(lacking, source=TREASURY, target=budget, voucher="more", at=command.now))
    return honest(world, command)
