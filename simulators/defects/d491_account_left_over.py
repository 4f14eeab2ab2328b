"""#491: a merger that leaves accounts out is done."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 491
TITLE = "撤并单位的账户没有列全也办"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-05A",)
behave = forgetting("merge_agencies", "all of them")
