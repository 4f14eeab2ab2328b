"""#626: everybody who says so is exempt."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 626
TITLE = "不是小型微型企业、超过限额的也准免交"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-02E", "SCB-04C")
behave = forgetting("declare", "exempt", "difference", "paid")
