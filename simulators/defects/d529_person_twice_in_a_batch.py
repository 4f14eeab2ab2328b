"""#529: a person may stand in a batch twice."""

from __future__ import annotations

NUMBER = 529
TITLE = "一批里同一个人两行也收"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-33A",)
skip = frozenset({"PERS-33A"})
