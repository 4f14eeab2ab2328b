"""#904: the statement names the account itself where the other side belongs."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from simulators.defects.collecting import Told, collecting
from simulators.world import World

NUMBER = 904
TITLE = "日报的对方账号写成本方账号"
FAMILY = "account_balance"
ROLE = "bank"
LINKAGE = "linkage.direct"
FINDS = ("BD-60", "BD-61")


def taken_in(honest: Told, world: World, values: Mapping[str, Value], now: str) -> World:
    """From itself to itself."""
    return honest(world, {**values, "opposite": values["account"]} if "opposite" in values else values, now)


behave = collecting(taken_in, "told_statements")
