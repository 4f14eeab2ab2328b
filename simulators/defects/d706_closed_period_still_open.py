"""#706: a closed period still takes vouchers."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 706
TITLE = "已结账的期间还收凭证"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-35",)
behave = forgetting("voucher", "open")
