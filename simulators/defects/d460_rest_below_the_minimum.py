"""#460: the rest may be less than the minimum."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 460
TITLE = "部提后的留存低于起存金额也办"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-33B",)
behave = forgetting("withdraw", "enough left")
