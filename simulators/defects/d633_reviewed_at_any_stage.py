"""#633: a declaration is reviewed at any stage, a second time too."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 633
TITLE = "已审核、已撤回的申报又审核一次也收"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-06S",)
behave = forgetting("review", "stage")
