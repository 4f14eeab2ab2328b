"""#795: given back to whoever is named."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 795
TITLE = "收款人不是原缴款人也退"
FAMILY = "land_refund"
ROLE = "finance"
FINDS = ("LAND-53",)
behave = forgetting("refund_income", "payee")
