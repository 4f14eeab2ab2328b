"""#179: a payment from an account that nobody has is taken from the customer's main account."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 179
TITLE = "付款账户查不到时从客户的主账户付"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-06B",)


@instead_of("pay", "pay_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """The first account there is."""
    first = next(iter(world.all("account")), None)
    if first is None or world.find("account", text_of(command, "account")) is not None:
        return honest(world, command)
    step = honest(world, replace(command, values={**command.values, "account": first.number, "account_name": first.name}))
    return replace(step, values={**step.values, "account": text_of(command, "account")}) if step.values else step
