"""#550: a wage is tried again as it was."""

from __future__ import annotations

from simulators.defects.wages import forgetting

NUMBER = 550
TITLE = "账号和户名都没有改正也重发"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-43C",)
behave = forgetting("corrected", "repay_wage")
