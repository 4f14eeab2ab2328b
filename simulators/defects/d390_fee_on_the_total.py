"""#390: the late fee is worked out on the total and shared out, so that single installments are off by a fen."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.levy import with_fees
from simulators.land_levy import days_late, fee_of, numbered
from simulators.world import World

NUMBER = 390
TITLE = "违约金按合计算一次再分摊，不是逐期进位"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-33B",)


@instead_of("payer_pays")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """All but the last are cut off, the last takes what is left of the total."""
    step, notice = honest(world, command), numbered(world, str(command.values["pay_notice"]))
    if notice is None:
        return step
    late = days_late(notice.expiry, command.hours.accounting_date(command.now))
    cut = [row.amount_fen * late // 1000 for row in notice.rows[:-1]]
    return with_fees(step, [*cut, fee_of(notice.total_fen, late) - sum(cut)])
