"""#228: the balance that is sent for confirmation is the one of the morning."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 228
TITLE = "余额对账送的是日初余额，当日收付不计"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07M",)


@instead_of("send_confirmation")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """What the account was opened with."""
    step, account = honest(world, command), world.find("account", text_of(command, "account"))
    if account is None:
        return step
    return replace(step, sends=tuple(replace(send, values={**send.values, "balance": yuan(account.opening_fen)}) for send in step.sends))
