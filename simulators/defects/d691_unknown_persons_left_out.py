"""#691: who is not on the payroll is left out of the differences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from kanhe.model.formula import Value
from simulators.social import Amounts, differences

NUMBER = 691
TITLE = "清单有而工资账没有的人不列出"
FAMILY = "social_check"
ROLE = "finance"
FINDS = ("PERS-52B",)


def _compared(payroll: Amounts, agency: Amounts) -> list[Mapping[str, Value]]:
    return [d for d in differences(payroll, agency) if d["difference_sort"] != "ONLY_AGENCY"]


def behave(name: str, honest: Any) -> Any:
    """One way only."""
    return partial(honest, comparing=_compared) if name == "check_deductions" else honest
