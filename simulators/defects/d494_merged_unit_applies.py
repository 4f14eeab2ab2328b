"""#494: a unit that is no more applies."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 494
TITLE = "已撤并的单位还能申请"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-05B",)
behave = forgetting("apply_account", "merged")
