"""#654: an order comes back a second time under another number."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 654
TITLE = "一张凭证换个通知书号又退一次，退款金额也不核对"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-53",)
behave = forgetting("return_paid", "once")
