"""#562: the total of what came back is that of the last row."""

from __future__ import annotations

from collections.abc import Mapping

from kanhe.model.formula import Value
from simulators.defects.wages import Rows, telling

NUMBER = 562
TITLE = "退票合计只是最后一笔"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-44H",)


def _last(values: dict[str, Value], rows: Rows) -> tuple[Mapping[str, Value], Rows]:
    return {**values, "bounced_count": min(1, len(rows)), "bounced_amount": rows[-1]["net_pay"] if rows else values["bounced_amount"]}, rows


behave = telling(_last, "wage_bounces")
