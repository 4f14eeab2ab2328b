"""#380: a notice whose names are blank is taken."""

from __future__ import annotations

NUMBER = 380
TITLE = "付款人或执收单位只有空白的通知照收"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("LAND-31",)
skip = frozenset({"LAND-31"})
