"""#709: a red voucher may say anything."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 709
TITLE = "红字凭证与被冲凭证不逐行核对"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-33L",)
behave = forgetting("red", "opposite")
