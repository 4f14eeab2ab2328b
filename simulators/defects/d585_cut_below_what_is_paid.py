"""#585: a contract is cut below what has been paid."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 585
TITLE = "合同调减到已付的金额以下照收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-11",)
behave = forgetting("contract_change", "paid")
