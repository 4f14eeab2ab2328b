"""#532: nobody looks at the pay day."""

from __future__ import annotations

from simulators.defects.wages import forgetting

NUMBER = 532
TITLE = "过了截止时刻、发放日不是工作日也收"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-37A", "PERS-37B")
behave = forgetting("in time", "pay_wages", "repay_wage")
