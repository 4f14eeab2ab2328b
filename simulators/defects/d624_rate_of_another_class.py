"""#624: the rate is not held against the class, nor the share against the whole."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 624
TITLE = "收取比例不按分类核对，按别类的低比例也收，免交也不看"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-02R", "SCB-02E")
skip = frozenset({"SCB-02R"})
behave = forgetting("declare", "exempt")
