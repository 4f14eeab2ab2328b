"""#463: the date of the withdrawal may be any."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 463
TITLE = "支取日期不看当日，倒填、预填都办"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-35",)
behave = forgetting("withdraw", "today", "working day")
