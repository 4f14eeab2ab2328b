"""#492: money goes into an account of another nature."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 492
TITLE = "撤并的余额转进性质不同的账户也办"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-05L",)
behave = forgetting("merge_agencies", "nature")
