"""#899: the desk that writes the notices knows certificates only by the number of their deposit."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from simulators.defects.collecting import Told, collecting
from simulators.world import World

NUMBER = 899
TITLE = "部提换来的证实书再支取，没有销户的动账通知"
FAMILY = "deposit_notice"
ROLE = "bank"
LINKAGE = "linkage.deposit"
FINDS = ("DEP-64",)


def taken_in(honest: Told, world: World, values: Mapping[str, Value], now: str) -> World:
    """The new number is written, and forgotten."""
    world = honest(world, values, now)
    return world.drop("kept", str(values["new_certificate"])) if values["notice_type"] == "3" else world


behave = collecting(taken_in, "told_notices")
