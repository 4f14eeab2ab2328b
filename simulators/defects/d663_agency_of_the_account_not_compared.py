"""#663: any agency may pay from an account."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 663
TITLE = "别的单位也能用这个账户付款"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-33B",)
behave = forgetting("voucher_checked", "seat")
