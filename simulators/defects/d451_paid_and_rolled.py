"""#451: a resent rollover pays the principal as well."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import fen_of, text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.defects.deposit import is_new
from simulators.deposit_bank import LEGACY, acct
from simulators.deposit_terms import Certificate
from simulators.world import World

NUMBER = 451
TITLE = "转存没有应答、重发时又把本金付出"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-38A",)


@instead_of("withdraw")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Rolled the first time, paid the second."""
    first = is_new(world, command)
    step = honest(world, command)
    old: Certificate | None = world.find("certificate", text_of(command, "certificate"))
    if first or old is None or old.status != "ROLLED" or "principal" not in step.values:
        return step
    ledger = step.world.ledger.move(fen_of(command, "amount"), source=LEGACY, target=acct(old.payer), voucher="again", at=command.now)
    return replace(step, world=step.world.booked(ledger))
