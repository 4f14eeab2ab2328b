"""#481: another bank is taken for a change."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 481
TITLE = "换开户行按变更受理"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-04",)
behave = forgetting("apply_account", "bank")
