"""#458: the principal goes to the current account."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.deposit_terms import Certificate
from simulators.world import World

NUMBER = 458
TITLE = "本金退到活期户，没有退回付款账户"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-38A",)


@instead_of("withdraw")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The current account in place of the payer's."""
    old: Certificate | None = world.find("certificate", text_of(command, "certificate"))
    if old is None:
        return honest(world, command)
    step = honest(world.put("certificate", old.number, record=replace(old, payer=old.current)), command)
    after: Certificate = step.world.find("certificate", old.number)
    return replace(step, world=step.world.put("certificate", old.number, record=replace(after, payer=old.payer)))
