"""#628: what a correction says was payable before is not compared."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 628
TITLE = "更正写的原应缴数对不上也收"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-04C",)
behave = forgetting("declare", "difference")
