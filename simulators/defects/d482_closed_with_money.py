"""#482: an account with money on it may be closed."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 482
TITLE = "有余额的账户也受理撤销"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-06A",)
behave = forgetting("apply_account", "balance")
