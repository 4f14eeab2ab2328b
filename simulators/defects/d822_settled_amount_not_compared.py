"""#822: what is settled has nothing to do with what was withheld."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 822
TITLE = "结算金额与质保金比例对不上也登记"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-41R",)
behave = forgetting("settle", "rate")
