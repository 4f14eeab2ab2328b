"""#504: an account that is not there is told as a mismatch."""

from __future__ import annotations

from simulators.defects.naming import saying

NUMBER = 504
TITLE = "没有的账户答不符"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-54",)
behave = saying({"NOT_FOUND": "MISMATCH"})
