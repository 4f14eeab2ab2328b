"""#831: a contract is settled again, and what was claimed and released begins anew."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 831
TITLE = "一份合同可以再登记一次，扣过、退过的又从零算起"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-41X",)
behave = forgetting("settle", "twice", "sum")
