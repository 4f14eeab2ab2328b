"""#591: a change is written over the first amount."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 591
TITLE = "变更直接改原合同金额，变更前是多少看不出来"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-11B", "INV-11A",)


@instead_of("contract_state")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What the contract comes to now, and no changes."""
    step = honest(world, command)
    return replace(step, values={**step.values, "contract_amount": step.values["current_amount"]}, rows=()) if step.values else step
