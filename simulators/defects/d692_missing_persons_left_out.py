"""#692: who is not on the list is left out of the differences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from kanhe.model.formula import Value
from simulators.social import Amounts, differences

NUMBER = 692
TITLE = "工资账有而清单没有的人不列出"
FAMILY = "social_check"
ROLE = "finance"
FINDS = ("PERS-52A",)


def _compared(payroll: Amounts, agency: Amounts) -> list[Mapping[str, Value]]:
    return [d for d in differences(payroll, agency) if d["difference_sort"] != "ONLY_PAYROLL"]


def behave(name: str, honest: Any) -> Any:
    """One way only."""
    return partial(honest, comparing=_compared) if name == "check_deductions" else honest
