"""#701: the totals of a voucher are believed."""

from __future__ import annotations

NUMBER = 701
TITLE = "凭证的借贷合计与各行之和不符也收"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-31A", "GFR-31B")
skip = frozenset({"GFR-31A", "GFR-31B"})
