"""#708: a voucher is cancelled as often as asked."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 708
TITLE = "一张凭证冲销两次"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-33",)
behave = forgetting("red", "once")
