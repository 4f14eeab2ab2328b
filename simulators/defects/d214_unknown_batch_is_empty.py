"""#214: a batch that nobody sent is told as final, with nothing in it."""

from __future__ import annotations

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.direct import told_by_rows
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 214
TITLE = "从未受理的批次答 FINAL、零笔"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-03A",)


@instead_of("query_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """No rows means that all have ended."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED:
        return step
    head = {"pay_batch": command.values["pay_batch"], "batch_state": "FINAL", "count": 0, "total_amount": yuan(0)}
    return told_by_rows(Step(world=world, values=head), ())
