"""#632: an amount below the declared one is approved without a word."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 632
TITLE = "核定数少于申报数、没有写理由也收"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-06",)
behave = forgetting("review", "reason")
