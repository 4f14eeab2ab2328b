"""#642: the change that a version states is not added up."""

from __future__ import annotations

NUMBER = 642
TITLE = "支出增减对不上也收"
FAMILY = "capital_budget"
ROLE = "finance"
FINDS = ("SCB-44A",)
skip = frozenset({"SCB-44A"})
