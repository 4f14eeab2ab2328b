"""#473: a unit gets two zero-balance accounts."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 473
TITLE = "已有零余额账户的单位还能再开一个"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-01B",)
behave = forgetting("apply_account", "zero")
