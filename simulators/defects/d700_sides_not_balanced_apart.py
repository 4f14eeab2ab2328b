"""#700: neither the financial nor the budget side has to balance."""

from __future__ import annotations

NUMBER = 700
TITLE = "财务会计和预算会计各自借贷不平的凭证也收"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-31", "GFR-31Y")
skip = frozenset({"GFR-31", "GFR-31Y"})
