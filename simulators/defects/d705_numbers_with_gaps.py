"""#705: numbers may be left out."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 705
TITLE = "凭证号跳号也收"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-32",)
behave = forgetting("voucher", "next")
