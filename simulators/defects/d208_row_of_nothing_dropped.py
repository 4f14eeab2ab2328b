"""#208: rows of 0.00 are dropped without a word."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_batch import row_of
from simulators.world import World

NUMBER = 208
TITLE = "批内金额为 0.00 的行悄悄丢掉，整批照收"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-09B",)
skip = frozenset({"BD-09B"})


@instead_of("pay_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What is left is paid; nothing at all is success, too."""
    if not fen_of(command, "total_amount"):
        return Step(world=world, values={"bank_serial": "YP0", "account": command.values["account"]})
    return honest(world, replace(command, rows=tuple(row for row in command.rows if row_of(row).amount_fen)))
