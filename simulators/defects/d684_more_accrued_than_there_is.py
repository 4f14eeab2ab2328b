"""#684: what is set aside is not added up."""

from __future__ import annotations

NUMBER = 684
TITLE = "各项计提加起来超过净收益、同一资金两行都不查"
FAMILY = "land_appropriation"
ROLE = "treasury"
FINDS = ("LAND-61", "LAND-61D")
skip = frozenset({"LAND-61", "LAND-61D"})
