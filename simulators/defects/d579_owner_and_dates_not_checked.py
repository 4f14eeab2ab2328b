"""#579: the check digit of the owner and the order of the dates are not looked at."""

from __future__ import annotations

NUMBER = 579
TITLE = "法人信用代码校验位不对、计划竣工早于开工也收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-15A", "INV-04D",)
skip = frozenset({"INV-15A", "INV-04D"})
