"""#206: what the head says of number and amount is not compared with the rows."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_batch import row_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 206
TITLE = "批量代发不核对笔数与合计"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05F",)
skip = frozenset({"BD-05F"})


@instead_of("pay_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The rows are what counts."""
    total = yuan(sum(row_of(row).amount_fen for row in command.rows))
    return honest(world, replace(command, values={**command.values, "total_amount": total}))
