"""#543: what came back is still counted as paid."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanhe.model.formula import Value
from simulators.defects.wages import Rows, telling

NUMBER = 543
TITLE = "退票的仍算在成功里"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-41", "PERS-41B")


def _kept(values: dict[str, Value], rows: Rows) -> tuple[Mapping[str, Value], Rows]:
    count = int(str(values["success_count"])) + int(str(values["bounced_count"]))
    amount = Decimal(str(values["success_amount"])) + Decimal(str(values["bounced_amount"]))
    nothing: dict[str, Value] = {"bounced_count": 0, "bounced_amount": Decimal("0.00")}
    return {**values, "success_count": count, "success_amount": amount, **nothing}, rows


behave = telling(_kept)
