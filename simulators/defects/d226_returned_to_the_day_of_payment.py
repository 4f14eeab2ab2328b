"""#226: a return is booked on the day on which the payment was."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_bank import entries_of
from simulators.world import World

NUMBER = 226
TITLE = "退票记在原付款的会计日，不记在退回之日"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-04E",)


@instead_of("return_payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The line of the return has the payment's day."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.SUCCESS:
        return step
    payment = world.find("payment", str(command.values["payment_no"]))
    shelf = f"entry {payment.account}"
    line = entries_of(step.world, payment.account)[-1]
    after = step.world.put(shelf, f"{step.world.counters[shelf]:09d}", record=replace(line, day=payment.day))
    return replace(step, world=after)
