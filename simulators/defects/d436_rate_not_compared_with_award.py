"""#436: the rate of a deposit is not compared with the award."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 436
TITLE = "利率与中标通知不符照开"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-12",)
behave = forgetting("open_deposit", "rate")
