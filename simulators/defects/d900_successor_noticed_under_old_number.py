"""#900: the notice of a partial withdrawal names the old certificate as the new one."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from simulators.defects.collecting import Told, collecting
from simulators.world import World

NUMBER = 900
TITLE = "部提的动账通知里，新证实书号写成老的"
FAMILY = "deposit_notice"
ROLE = "bank"
LINKAGE = "linkage.deposit"
FINDS = ("DEP-65",)


def taken_in(honest: Told, world: World, values: Mapping[str, Value], now: str) -> World:
    """One number in both places."""
    return honest(world, {**values, "new_certificate": values["certificate"]} if values["notice_type"] == "3" else values, now)


behave = collecting(taken_in, "told_notices")
