"""#592: the new account is confirmed and not kept."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 592
TITLE = "改收款账户答成功，查到的还是旧账户"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-14A",)


@instead_of("payee")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Keep the contract as it was."""
    step, number = honest(world, command), text_of(command, "contract_no")
    found = world.find("contract", number)
    return step if found is None else replace(step, world=step.world.put("contract", number, record=found))
