"""#690: equal totals are taken for agreement."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from kanhe.model.formula import Value
from simulators.social import Amounts, differences

NUMBER = 690
TITLE = "合计相等就算相符，不逐人核对"
FAMILY = "social_check"
ROLE = "finance"
FINDS = ("PERS-52A", "PERS-52B")


def _compared(payroll: Amounts, agency: Amounts) -> list[Mapping[str, Value]]:
    return [] if sum(payroll.values()) == sum(agency.values()) else differences(payroll, agency)


def behave(name: str, honest: Any) -> Any:
    """Person by person only where the totals differ."""
    return partial(honest, comparing=_compared) if name == "check_deductions" else honest
