"""#551: the amount is what is asked for now."""

from __future__ import annotations

from simulators.defects.wages import forgetting

NUMBER = 551
TITLE = "重发的金额不是原来的也办"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-43B",)
behave = forgetting("same", "repay_wage")
