"""#549: a wage that is under way, or was paid, is paid again."""

from __future__ import annotations

from simulators.defects.wages import forgetting

NUMBER = 549
TITLE = "还没有结果的、已经成功的也重发"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-43A",)
behave = forgetting("final", "repay_wage")
