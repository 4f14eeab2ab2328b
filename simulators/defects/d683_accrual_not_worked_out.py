"""#683: an accrual is believed: net, amounts and rates."""

from __future__ import annotations

NUMBER = 683
TITLE = "计提单照收：净收益、各项金额、比例都不核对"
FAMILY = "land_appropriation"
ROLE = "treasury"
FINDS = ("LAND-61A", "LAND-61B", "LAND-61C")
skip = frozenset({"LAND-61A", "LAND-61B", "LAND-61C"})
