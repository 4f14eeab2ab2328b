"""#389: half a fen is rounded to the even fen, as languages do by themselves."""

from __future__ import annotations

from fractions import Fraction

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.levy import with_fees
from simulators.land_levy import PER_MILLE, days_late, numbered
from simulators.world import World

NUMBER = 389
TITLE = "违约金按银行家舍入，半分有时舍去"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-33B",)


@instead_of("payer_pays")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Round half even, installment by installment."""
    step, notice = honest(world, command), numbered(world, str(command.values["pay_notice"]))
    if notice is None:
        return step
    late = days_late(notice.expiry, command.hours.accounting_date(command.now))
    return with_fees(step, [round(Fraction(row.amount_fen * PER_MILLE * late, 1000)) for row in notice.rows])
