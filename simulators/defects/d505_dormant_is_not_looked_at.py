"""#505: a dormant account is told like any other."""

from __future__ import annotations

from simulators.defects.naming import saying

NUMBER = 505
TITLE = "久悬的账户照样答相符"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-55",)
behave = saying({"DORMANT": "MATCH"})
