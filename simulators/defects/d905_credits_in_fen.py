"""#905: credits come to the statement as a number of fen, and are written as yuan."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from simulators.defects.collecting import Told, collecting
from simulators.world import World

NUMBER = 905
TITLE = "汇入的款，日报里把分当作元"
FAMILY = "account_balance"
ROLE = "bank"
LINKAGE = "linkage.direct"
FINDS = ("BD-61", "BD-62")


def taken_in(honest: Told, world: World, values: Mapping[str, Value], now: str) -> World:
    """A hundred times as much, where something came in."""
    amount = Decimal(str(values["amount"])) * (100 if values["dc_flag"] == "C" and "opposite" in values else 1)
    return honest(world, {**values, "amount": amount}, now)


behave = collecting(taken_in, "told_statements")
