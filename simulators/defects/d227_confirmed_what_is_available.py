"""#227: the balance that is sent for confirmation is what may be spent."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.direct_bank import available
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 227
TITLE = "余额对账送的是可用余额"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07M",)


@instead_of("send_confirmation")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Without what is under way."""
    step, left = honest(world, command), yuan(available(world, text_of(command, "account")))
    return replace(step, sends=tuple(replace(send, values={**send.values, "balance": left}) for send in step.sends))
