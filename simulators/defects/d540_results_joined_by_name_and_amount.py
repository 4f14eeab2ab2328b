"""#540: results are joined to rows by name and amount."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.wage_bank import batch_of
from simulators.world import World

NUMBER = 540
TITLE = "回盘按姓名加金额对行，同名同金额的两行混了"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-42",)


@instead_of("wage_results")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Whoever has the name and the amount first gives his result to all of them."""
    step = honest(world, command)
    batch = batch_of(world, text_of(command.values, "wage_batch"))
    if batch is None:
        return step
    first = {(row.name, row.amount_fen): row for row in reversed(batch.rows)}
    ends = [replace(row, state=found.state, reason=found.reason)
            for row in batch.rows for found in [first[row.name, row.amount_fen]]]
    told = honest(world.put("batch", batch.number, record=replace(batch, rows=tuple(ends))), command)
    return replace(told, world=world)
