"""#190: a key that was never taken on is told as FAILED."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 190
TITLE = "从未受理的流水号答 FAILED，编出状态"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-03A",)


@instead_of("query_payment")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """No row means that it failed."""
    step, key = honest(world, command), str(command.values["payment_no"])
    account = next(iter(world.all("account")), None)
    if step.outcome is not ReplyClass.REFUSED or account is None or world.find("payment", key) is not None:
        return step
    return replace(step, outcome=ReplyClass.SUCCESS, code="", text="", values={
        "payment_no": key, "payment_state": "FAILED", "amount": yuan(0), "account": account.number, "account_name": account.name,
        "account_bank": account.bank, "payee_account": account.number})
