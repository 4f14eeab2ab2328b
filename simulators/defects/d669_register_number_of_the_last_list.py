"""#669: the number of the last list is told, whichever named the account."""

from __future__ import annotations

from typing import Any

from kanhe.simulate.behaviour import Command
from simulators.account_register import dept_of, listings
from simulators.asked import text_of
from simulators.defects.filing import told
from simulators.world import World

NUMBER = 669
TITLE = "依据的清册答成该部门的最后一张"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-33C",)
def _last(values: dict[str, Any], world: World, command: Command) -> dict[str, Any]:
    rows = listings(world, dept_of(world, text_of(command, "account")) or "")[-1].rows
    return {**values, "register_no": rows[0].list} if rows else values


behave = told("voucher_checked", _last)
