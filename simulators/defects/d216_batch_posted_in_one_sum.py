"""#216: a batch is on the statement as one line, without its payees."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kanhe.model.formula import Value
from kanhe.simulate.behaviour import Command, Step
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 216
TITLE = "批量代发在明细里合成一笔，对不上逐行"
FAMILY = "bank_direct"
ROLE = "bank"
FINDS = ("BD-07G",)


@instead_of("statement")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """Lines of one batch are added up under the first."""
    step = honest(world, command)
    kept: dict[tuple[Value, Value], dict[str, Value]] = {}
    for place, row in enumerate(step.rows):
        key = (row["entry_no"], "" if world.find("batch", str(row["entry_no"])) else place)
        first = kept.setdefault(key, {**row, "amount": Decimal("0.00")})
        first["amount"] = Decimal(str(first["amount"])) + Decimal(str(row["amount"]))
    return replace(step, rows=tuple(kept.values()), values={**step.values, "count": len(kept)}) if step.values else step
