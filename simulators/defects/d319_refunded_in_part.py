"""#319: a refund may be of any amount."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from kanhe.simulate.behaviour import Command, Step
from simulators.treasury_clearing import Cleared
from simulators.world import World

NUMBER = 319
TITLE = "退款金额不与原明细核对"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-05B",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """The amount is what is there."""
    if name not in ("write_refund",):
        return behaviour

    def believed(world: World, command: Command) -> Step:
        rows = []
        for row in command.rows:
            known: Cleared | None = world.find("cleared", str(row["paid_no"]))
            rows.append(row if known is None else {**row, "refund": -Decimal(known.amount_fen) / 100})
        return behaviour(world, replace(command, rows=tuple(rows)))

    return believed
