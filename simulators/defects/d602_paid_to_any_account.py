"""#602: the payee is not compared with the contract."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 602
TITLE = "收款账号不是合同的也收"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-26",)
behave = forgetting("pay", "payee")
