"""#20 (GT, its bank simulator): G00011 ignores batchNo and lists every refund of the sub-account."""

from __future__ import annotations

from collections.abc import Callable

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.land_refunds import refund_rows
from simulators.world import World

NUMBER = 20
TITLE = "退款明细查询不看批次号，列出该子账号的全部退款"
FAMILY = "land_margin"
ROLE = "bank"
FINDS = ("LAND-08J",)

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """All batches of the sub-account in one list."""
    if name != "list_refunds":
        return behaviour

    def list_refunds(world: World, command: Command) -> Step:
        step = behaviour(world, command)
        if step.outcome is not ReplyClass.SUCCESS:
            return step
        batches = [b for b in world.all("batch") if b.sub_account == command.values["sub_account"]]
        rows = [row for batch in batches for row in refund_rows(world, batch)]
        return Step(world=world, rows=tuple({**row, "row_number": n} for n, row in enumerate(rows)))

    return list_refunds
