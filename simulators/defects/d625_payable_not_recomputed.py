"""#625: what is payable is not computed again."""

from __future__ import annotations

NUMBER = 625
TITLE = "应缴数和更正的差额都不重算，少乘国有股比例也收"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-02", "SCB-04D")
skip = frozenset({"SCB-02", "SCB-04D"})
