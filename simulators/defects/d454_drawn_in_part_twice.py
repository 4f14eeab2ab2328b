"""#454: a certificate may be drawn in part more than once."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 454
TITLE = "部提过的证实书还可以再部提"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-33A",)
behave = forgetting("withdraw", "first part")
