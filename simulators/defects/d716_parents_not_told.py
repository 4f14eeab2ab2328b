"""#716: accounts hang in the air."""

from __future__ import annotations

from simulators.defects.reporting import listing

NUMBER = 716
TITLE = "明细科目的上级写成空"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-21",)
behave = listing("accounts", lambda rows: tuple({**row, "account_parent": ""} for row in rows))
