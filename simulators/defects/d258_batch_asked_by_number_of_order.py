"""#258: the bank is asked about a batch by the number of the order."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 258
TITLE = "批量结果按业务单号查，不按批次流水号"
FAMILY = "bank_direct"
ROLE = "client"
FINDS = ("BD-03A",)


@instead_of("ask_salaries", "ask_batch_again")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The wrong column."""
    step, batch = honest(world, command), world.find("salary", str(command.values["pay_batch"]))
    if batch is None:
        return step
    return replace(step, sends=tuple(replace(send, values={"pay_batch": batch.order}) for send in step.sends))
