"""#531: gross pay is believed."""

from __future__ import annotations

NUMBER = 531
TITLE = "应发不等于各项之和也收"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-31D",)
skip = frozenset({"PERS-31D"})
