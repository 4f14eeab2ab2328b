"""#707: an account is taken on any day."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 707
TITLE = "科目当日还没有启用也收"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-22",)
behave = forgetting("voucher", "usable")
