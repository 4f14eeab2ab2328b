"""#637: more than the notice asks for is booked."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 637
TITLE = "缴款超过通知金额照收"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-23", "SCB-23P", "SCB-24")
behave = forgetting("pay_income", "amount")
