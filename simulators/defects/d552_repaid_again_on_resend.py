"""#552: a repayment that is sent again is paid again."""

from __future__ import annotations

from simulators.defects.wages import anew

NUMBER = 552
TITLE = "重发的请求再送一次，又付一次"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-43H",)
behave = anew("repay_wage")
