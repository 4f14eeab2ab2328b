"""#210: what failed is in the sum of what succeeded."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 210
TITLE = "批量结果的头部把失败的也算成成功"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-05B",)


@instead_of("query_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The head in the way of a batch without failures."""
    step, batch = honest(world, command), world.find("batch", str(command.values["pay_batch"]))
    if not step.values:
        return step
    (paid, paid_fen), (failed, failed_fen) = batch.of("SUCCESS"), batch.of("FAILED")
    head = {"success_count": paid + failed, "success_amount": yuan(paid_fen + failed_fen), "failed_count": 0, "failed_amount": yuan(0)}
    return replace(step, values={**step.values, **head})
