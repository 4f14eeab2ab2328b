"""#472: a unit gets two basic accounts."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 472
TITLE = "已有基本存款账户的单位还能再开一个"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-01A",)
behave = forgetting("apply_account", "basic")
