"""#461: a certificate may be rolled over before it matures."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 461
TITLE = "没有到期就转存"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-34B",)
behave = forgetting("withdraw", "matured")
