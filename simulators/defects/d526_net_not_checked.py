"""#526: net pay is believed."""

from __future__ import annotations

NUMBER = 526
TITLE = "实发不等于应发减扣款也收"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-31",)
skip = frozenset({"PERS-31"})
