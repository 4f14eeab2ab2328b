"""#715: every account is told to be a leaf."""

from __future__ import annotations

from simulators.defects.reporting import listing

NUMBER = 715
TITLE = "有明细的科目也标成末级"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-21A",)
behave = listing("accounts", lambda rows: tuple({**row, "leaf_mark": "1"} for row in rows))
