"""#704: a voucher may be dated in another period."""

from __future__ import annotations

NUMBER = 704
TITLE = "凭证日期不在会计期间以内也收，分录数不核对"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-35D", "GFR-31N")
skip = frozenset({"GFR-35D", "GFR-31N"})
