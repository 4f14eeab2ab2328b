"""#483: an account with payments under way may be closed."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 483
TITLE = "有未了结支付的账户也受理撤销"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-06B",)
behave = forgetting("apply_account", "unsettled")
