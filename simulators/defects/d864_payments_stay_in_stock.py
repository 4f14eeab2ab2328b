"""#864: what was paid is still in stock."""

from __future__ import annotations

from simulators.asked import decimal_of
from simulators.defects.dailies import Values, saying

NUMBER = 864
TITLE = "本日库存没有减去本日支出"
FAMILY = "treasury_income"
ROLE = "treasury"
FINDS = ("TR-04",)


@saying("3402")
def behave(values: Values) -> Values:
    """Yesterday's stock and today's receipts."""
    return {**values, "today_balance": decimal_of(values, "yesterday_balance") + decimal_of(values, "today_receipt")}
