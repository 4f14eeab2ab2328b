"""#497: two applications about one account are under way."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 497
TITLE = "一个账户同时受理两件申请"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-13A",)
behave = forgetting("apply_account", "busy")
