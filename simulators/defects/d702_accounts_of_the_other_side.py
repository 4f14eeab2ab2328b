"""#702: budget accounts are taken on the financial side."""

from __future__ import annotations

NUMBER = 702
TITLE = "财务会计分录用了预算会计科目也收"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-31C",)
skip = frozenset({"GFR-31C"})
