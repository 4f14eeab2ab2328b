"""#507: the first answer to a question is kept."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 507
TITLE = "问过一次就取缓存，户名变更、久悬、销户以后还是原来的结论"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-52B", "ACCT-54", "ACCT-55", "ACCT-51")
@instead_of("verify_name")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What was said is said again."""
    step = honest(world, command)
    key = text_of(command, "account"), text_of(command, "account_name"), text_of(command, "account_bank")
    known = world.find("said", *key)
    return replace(step, values=known) if known is not None else replace(step, world=step.world.put("said", *key, record=step.values))
