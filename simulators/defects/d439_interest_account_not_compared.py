"""#439: any account may receive the interest."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 439
TITLE = "收息账号没有签约照开"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-38C",)
behave = forgetting("open_deposit", "interest account")
