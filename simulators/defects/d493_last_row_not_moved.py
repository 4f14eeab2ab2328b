"""#493: the last account is closed, its money stays behind."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.account_bureau import balance, purse
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 493
TITLE = "撤并时最后一行只销户，余额没有转出"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-05C",)


@instead_of("merge_agencies")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The money of the last row goes back."""
    first = world.find("merger", text_of(command, "merger_no")) is None
    step = honest(world, command)
    if not first or "total_amount" not in step.values:
        return step
    old, new = (str(command.rows[-1][name]) for name in ("account_file", "successor_file"))
    amount, ledger = balance(world, old), step.world.ledger
    if amount:
        ledger = ledger.move(amount, source=purse(new), target=purse(old), voucher="left behind", at=command.now)
    return replace(step, world=step.world.booked(ledger))
