"""#485: a decision that was not used in time stays good."""

from __future__ import annotations

from typing import Any

from kanhe.simulate.behaviour import Command
from simulators.defects.filing import told
from simulators.world import World

NUMBER = 485
TITLE = "批复逾期没有开户，仍答已批复"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-03B", "ACCT-15A")


def shown(values: dict[str, Any], world: World, command: Command) -> dict[str, Any]:
    """The day is not looked at."""
    return {name: "APPROVED" if value == "EXPIRED" else value for name, value in values.items()}


def behave(name: str, honest: Any) -> Any:
    """In both queries."""
    return told(name, shown)(name, honest) if name in ("application", "account_file") else honest
