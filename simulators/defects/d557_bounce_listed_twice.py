"""#557: a wage that came back is listed twice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from simulators.defects.wages import Rows, telling

NUMBER = 557
TITLE = "一笔退票在清单里两行"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-44B",)


def _twice(values: dict[str, Value], rows: Rows) -> tuple[Mapping[str, Value], Rows]:
    total = Decimal(str(values["bounced_amount"])) * 2
    return {**values, "bounced_count": len(rows) * 2, "bounced_amount": total}, (*rows, *rows)


behave = telling(_twice, "wage_bounces")
