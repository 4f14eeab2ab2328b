"""#392: who pays late is put down on the last day of the term, so that nothing is owed."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.levy import changed, with_fees
from simulators.land_levy import days_late, numbered
from simulators.world import World

NUMBER = 392
TITLE = "逾期的按期限当日入账，少收违约金"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-33F",)


@instead_of("payer_pays")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A favour."""
    step, notice = honest(world, command), numbered(world, str(command.values["pay_notice"]))
    if notice is None or not days_late(notice.expiry, command.now[:8]):
        return step
    return changed(with_fees(step, [0] * len(notice.rows)), lambda values: {"paid_date": notice.expiry})
