"""What several defects of the collecting bank do: fees told otherwise, values of a message changed, reversals that come late."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.land_collecting import reversal
from simulators.land_levy import Receipt, numbered
from simulators.ledger import yuan
from simulators.world import World


def changed(step: Step, change: Callable[[Mapping[str, Value]], Mapping[str, Value]]) -> Step:
    """The step with some values of what it sends changed."""
    return replace(step, sends=tuple(replace(send, values={**send.values, **change(send.values)}) for send in step.sends))


def with_fees(step: Step, fees: Sequence[int]) -> Step:
    """The step that tells these late fees, in fen, row by row and added up."""
    rows = tuple({"late_fee": yuan(fee)} for fee in fees)
    told = tuple(replace(send, rows=rows, values={**send.values, "total_fee": yuan(sum(fees))}) for send in step.sends)
    return replace(step, sends=told)


def late_reversal(world: World, command: Command, day: str) -> Step | None:
    """The reversal of a receipt of an earlier day, under this day ('' = its own); None where there is no such receipt."""
    receipt: Receipt | None = world.find("pay receipt", str(command.values["receipt_serial"]))
    notice = None if receipt is None else numbered(world, receipt.notice)
    if receipt is None or notice is None:
        return None
    send = reversal(notice, receipt, f"CZL{receipt.serial}")
    return Step(world=world, sends=(replace(send, values={**send.values, "paid_date": day or receipt.day}),))
