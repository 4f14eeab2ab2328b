"""#664: a list of an earlier day is loaded."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 664
TITLE = "日期倒着来的清册也装入"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-34",)
behave = forgetting("load_register", "order")
