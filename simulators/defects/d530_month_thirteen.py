"""#530: there is a thirteenth month."""

from __future__ import annotations

NUMBER = 530
TITLE = "工资月份 13 也收"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-33M",)
skip = frozenset({"PERS-33M"})
