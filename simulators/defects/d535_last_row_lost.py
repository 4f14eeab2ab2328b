"""#535: the last row of a batch is lost between two tables."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.wages import is_new
from simulators.wage_bank import batch_of
from simulators.wage_orders import number_of
from simulators.world import World

NUMBER = 535
TITLE = "一批的最后一行丢了，款按整批扣"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-42", "PERS-41D")


@instead_of("pay_wages")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """All but the last, where there are several."""
    first = is_new(world, command)
    step = honest(world, command)
    batch = batch_of(step.world, number_of(command))
    if not first or batch is None or not step.values or len(batch.rows) < 2:
        return step
    return replace(step, world=step.world.put("batch", batch.number, record=replace(batch, rows=batch.rows[:-1])))
