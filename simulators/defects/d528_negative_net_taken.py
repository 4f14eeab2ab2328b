"""#528: a negative net pay is netted against the other rows."""

from __future__ import annotations

NUMBER = 528
TITLE = "实发为负的行也收，和别人的相抵"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-31B",)
skip = frozenset({"PERS-31B"})
