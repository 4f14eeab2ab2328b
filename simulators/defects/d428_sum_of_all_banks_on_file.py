"""#428: what all banks won is put on file as this bank's own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.deposit_bank import Award
from simulators.ledger import fen
from simulators.world import World

NUMBER = 428
TITLE = "登记的中标金额是各家之和"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-14A",)


@instead_of("tender")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The sum of the column in place of the own row."""
    step = honest(world, command)
    found: Award | None = step.world.find("award", text_of(command, "tender_no"))
    if found is None or found.deposited_fen:
        return step
    total = sum(fen(Decimal(str(row["award_amount"]))) for row in command.rows)
    return replace(step, world=step.world.put("award", found.number, record=replace(found, awarded_fen=total)))
