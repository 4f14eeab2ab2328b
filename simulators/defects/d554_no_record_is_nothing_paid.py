"""#554: what the bank does not know is told as nothing."""

from __future__ import annotations

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.ledger import yuan
from simulators.world import World

NUMBER = 554
TITLE = "没有的批次、人、账户答成零笔零元"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-41N", "PERS-44N", "PERS-44G")
NAMES = ("success", "failed", "bounced", "pending")


@instead_of("wage_results", "paid_person", "wage_account")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """A batch without rows, a person who failed, an account with nothing on it."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.REFUSED:
        return step
    count = 1 if "person_id" in command.values else 0
    values: dict[str, Value] = {**command.values, "batch_state": "FINAL", "count": count, "total_amount": yuan(0), "pay_state": "FAILED",
                                "paid_amount": yuan(0), "wage_row": 1, "balance": yuan(0)}
    values.setdefault("wage_batch", "0")
    for name in NAMES:
        values[f"{name}_count"], values[f"{name}_amount"] = 0, yuan(0)
    return Step(world=world, values=values)
