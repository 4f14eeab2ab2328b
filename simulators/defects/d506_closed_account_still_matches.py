"""#506: a closed account is still found."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.account_names import CLOSED, NORMAL
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 506
TITLE = "已销户的账户照样答相符或不符"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-54",)
@instead_of("verify_name")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """It is looked up as if it were open."""
    number = text_of(command, "account")
    found = world.find("named", number)
    seen = world if found is None or found.state != CLOSED else world.put("named", number, record=replace(found, state=NORMAL))
    return replace(honest(seen, command), world=world)
