"""#624: the rate is not held against the class, nor the share against the whole."""

from __future__ import annotations

NUMBER = 624
TITLE = "收取比例不按分类核对，按别类的低比例也收"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-02R",)
skip = frozenset({"SCB-02R"})
