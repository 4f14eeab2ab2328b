"""#178: the payer's name is not compared with the account's."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 178
TITLE = "付款户名与账户不符照付"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-06C",)


@instead_of("pay", "pay_batch")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Whatever name comes is right."""
    account = world.find("account", text_of(command, "account"))
    if account is None:
        return honest(world, command)
    return honest(world, replace(command, values={**command.values, "account_name": account.name}))
