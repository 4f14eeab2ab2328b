"""#558: a card is credited whatever the name."""

from __future__ import annotations

from simulators.defects.wages import judging
from simulators.wage_bank import WRONG_NAME, Row
from simulators.wage_results import why_not
from simulators.world import World

NUMBER = 558
TITLE = "收款户名不符也入账"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-42", "PERS-44C")


def _any_name(world: World, row: Row) -> str:
    reason = why_not(world, row)
    return "" if reason == WRONG_NAME else reason


behave = judging(_any_name)
