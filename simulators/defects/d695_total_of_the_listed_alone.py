"""#695: the total of the payroll is that of the persons on the list."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.social import amount, booked
from simulators.world import World

NUMBER = 695
TITLE = "工资账合计只加清单上的人"
FAMILY = "social_check"
ROLE = "finance"
FINDS = ("PERS-51A",)


@instead_of("check_deductions")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Joined before it is added up."""
    step = honest(world, command)
    if not step.values:
        return step
    payroll = booked(world, str(command.values["check_month"]), str(command.values["deduction_kind"]))
    ours = sum(payroll.get(str(row["person_id"]), 0) for row in command.rows)
    theirs = sum(amount(row["due_amount"]) for row in command.rows)
    return replace(step, values={**step.values, "payroll_total": yuan(ours), "difference": yuan(theirs - ours)})
