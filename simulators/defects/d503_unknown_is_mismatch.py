"""#503: what cannot be told is told as a mismatch."""

from __future__ import annotations

from simulators.defects.naming import saying

NUMBER = 503
TITLE = "不能判断的答不符"
FAMILY = "account_verify"
ROLE = "bank"
FINDS = ("ACCT-53",)
behave = saying({"UNKNOWN": "MISMATCH"})
