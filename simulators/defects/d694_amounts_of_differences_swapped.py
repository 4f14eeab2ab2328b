"""#694: the two amounts of a difference are swapped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from kanhe.model.formula import Value
from simulators.social import Amounts, differences

NUMBER = 694
TITLE = "差异里的两个金额写反"
FAMILY = "social_check"
ROLE = "finance"
FINDS = ("PERS-52",)


def _compared(payroll: Amounts, agency: Amounts) -> list[Mapping[str, Value]]:
    return [{**d, "deducted": d["due_amount"], "due_amount": d["deducted"]} for d in differences(payroll, agency)]


def behave(name: str, honest: Any) -> Any:
    """Ours is theirs."""
    return partial(honest, comparing=_compared) if name == "check_deductions" else honest
