"""#615: what was measured and withheld stays when an application is withdrawn."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 615
TITLE = "撤回申请以后累计计量、质保金、指标都没有退回"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-21A", "INV-41A", "INV-27A",)


@instead_of("payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Withdrawn applications still count."""
    step, found = honest(world, command), world.find("apply", text_of(command, "pay_apply"))
    if found is None:
        return step
    everything = [one for one in world.all("apply") if one.deal == found.deal]
    return replace(step, values={**step.values, "cumulative_measured": yuan(sum(one.measured for one in everything)),
                                 "withheld": yuan(sum(one.retained for one in everything))})
