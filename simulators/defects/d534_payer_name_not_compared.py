"""#534: the payer's name is not compared."""

from __future__ import annotations

from simulators.defects.wages import forgetting

NUMBER = 534
TITLE = "付款户名与账户不符也代发"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-32C", "PERS-43D")
behave = forgetting("payer", "pay_wages", "repay_wage")
