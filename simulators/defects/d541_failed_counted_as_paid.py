"""#541: rows that failed are counted among those that succeeded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from simulators.defects.wages import Rows, telling

NUMBER = 541
TITLE = "失败的笔数和金额算进成功"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-41",)


def _added(values: dict[str, Value], rows: Rows) -> tuple[Mapping[str, Value], Rows]:
    count, amount = int(str(values["success_count"])), Decimal(str(values["success_amount"]))
    count, amount = count + int(str(values["failed_count"])), amount + Decimal(str(values["failed_amount"]))
    return {**values, "success_count": count, "success_amount": amount}, rows


behave = telling(_added)
