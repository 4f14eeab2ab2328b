"""#866: income of state capital is not compared with the receipts."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 866
TITLE = "10306 的收入不与收缴回单核对"
FAMILY = "treasury_income"
ROLE = "finance"
FINDS = ("SCB-32",)
behave = forgetting("take_income", "receipts")
