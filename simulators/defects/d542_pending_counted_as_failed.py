"""#542: what other banks have not answered yet is counted as failed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from simulators.defects.wages import Rows, telling

NUMBER = 542
TITLE = "他行还没有回执的算成失败"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-41A", "PERS-41C")


def _moved(values: dict[str, Value], rows: Rows) -> tuple[Mapping[str, Value], Rows]:
    count = int(str(values["failed_count"])) + int(str(values["pending_count"]))
    amount = Decimal(str(values["failed_amount"])) + Decimal(str(values["pending_amount"]))
    nothing: dict[str, Value] = {"pending_count": 0, "pending_amount": Decimal("0.00")}
    return {**values, "failed_count": count, "failed_amount": amount, **nothing}, rows


behave = telling(_moved)
