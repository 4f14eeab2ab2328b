"""#680: a bank's number may be reported twice."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 680
TITLE = "同一银行的账号再备案一次开户也收"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-23",)
behave = forgetting("file_open", "new")
