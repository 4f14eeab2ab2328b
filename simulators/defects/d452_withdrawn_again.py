"""#452: a resent withdrawal is looked at as a new one."""

from __future__ import annotations

from simulators.defects.deposit import anew

NUMBER = 452
TITLE = "支取重发，又办一次（证实书已销的才拒绝）"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-39R",)
behave = anew("withdraw")
