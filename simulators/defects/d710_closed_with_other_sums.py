"""#710: a period is closed with sums of its own."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 710
TITLE = "结账时不重新合计，报多少信多少"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-36",)
behave = forgetting("close", "sums")
