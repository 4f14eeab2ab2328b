"""#693: whoever is on both sides agrees."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from kanhe.model.formula import Value
from simulators.social import Amounts, differences

NUMBER = 693
TITLE = "两边都有的人不比金额"
FAMILY = "social_check"
ROLE = "finance"
FINDS = ("PERS-52C",)


def _compared(payroll: Amounts, agency: Amounts) -> list[Mapping[str, Value]]:
    return [d for d in differences(payroll, agency) if d["difference_sort"] != "AMOUNT"]


def behave(name: str, honest: Any) -> Any:
    """Persons alone."""
    return partial(honest, comparing=_compared) if name == "check_deductions" else honest
