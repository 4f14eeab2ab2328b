"""#426: a rate above the ceiling is taken on."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 426
TITLE = "利率高于自律上限也收"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-04",)
behave = forgetting("tender", "ceiling")
