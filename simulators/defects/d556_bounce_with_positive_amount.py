"""#556: what came back is listed with a positive amount."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from simulators.defects.wages import Rows, telling

NUMBER = 556
TITLE = "退票清单的金额是正数"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-44D", "PERS-44B")


def _positive(values: dict[str, Value], rows: Rows) -> tuple[Mapping[str, Value], Rows]:
    turned: Rows = tuple({**row, "net_pay": abs(Decimal(str(row["net_pay"])))} for row in rows)
    return {**values, "bounced_amount": abs(Decimal(str(values["bounced_amount"])))}, turned


behave = telling(_positive, "wage_bounces")
