"""#430: a resend opens a second certificate."""

from __future__ import annotations

from simulators.defects.deposit import anew

NUMBER = 430
TITLE = "没有应答的存入重发，又扣一次款、另开一张证实书"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-13",)
behave = anew("open_deposit")
