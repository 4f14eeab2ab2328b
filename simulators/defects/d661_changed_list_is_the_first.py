"""#661: another list under a number that was used is said to be loaded."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 661
TITLE = "同一凭证号换了内容也答已受理"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-36",)
behave = forgetting("load_register", "number")
