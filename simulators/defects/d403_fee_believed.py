"""#403: what the bank says about late fees and dates is believed."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.land_levy import fees_of, numbered
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 403
TITLE = "不核对违约金、合计和入账日期"
FAMILY = "land_payment"
ROLE = "land"
FINDS = ("LAND-33B", "LAND-33A", "LAND-33C", "LAND-33D")
skip = frozenset({"LAND-33A", "LAND-33B", "LAND-33C", "LAND-33D"})


@instead_of("receipt_told")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Whatever it says, it is taken for right."""
    notice = numbered(world, str(command.values["pay_notice"]))
    if notice is None or len(notice.rows) != len(command.rows):
        return honest(world, command)
    fees = fees_of(notice, str(command.values["paid_date"]))
    return honest(world, replace(command, rows=tuple({**row, "late_fee": yuan(fee)} for row, fee in zip(command.rows, fees, strict=True))))
