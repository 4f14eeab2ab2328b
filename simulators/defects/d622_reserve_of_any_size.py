"""#622: a reserve above the legal part is deducted."""

from __future__ import annotations

from simulators.defects.capital import forgetting

NUMBER = 622
TITLE = "法定公积金多提、已达注册资本一半再提也照扣，登记簿一概不对照"
FAMILY = "capital_income"
ROLE = "finance"
FINDS = ("SCB-01R", "SCB-02E", "SCB-04C")
behave = forgetting("declare", "reserve", "full", "exempt", "difference", "paid")
