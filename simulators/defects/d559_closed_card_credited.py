"""#559: a closed card of this bank is credited."""

from __future__ import annotations

from simulators.defects.wages import judging
from simulators.wage_bank import CLOSED, Row
from simulators.wage_results import why_not
from simulators.world import World

NUMBER = 559
TITLE = "本行已销户的卡也入账"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-42",)


def _closed_too(world: World, row: Row) -> str:
    reason = why_not(world, row)
    return "" if reason == CLOSED else reason


behave = judging(_closed_too)
