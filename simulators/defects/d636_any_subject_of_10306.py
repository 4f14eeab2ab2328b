"""#636: any subject of 10306 will do."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 636
TITLE = "科目与收益种类不符也入账"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-22",)
behave = forgetting("pay_income", "subject")
