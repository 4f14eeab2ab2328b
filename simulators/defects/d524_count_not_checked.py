"""#524: the number of rows is not counted."""

from __future__ import annotations

NUMBER = 524
TITLE = "笔数与行数不符也收"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-32B",)
skip = frozenset({"PERS-32B"})
