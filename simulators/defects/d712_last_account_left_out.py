"""#712: the last account is left out of the trial balance."""

from __future__ import annotations

from simulators.defects.reporting import listing

NUMBER = 712
TITLE = "余额表漏掉最后一个科目"
FAMILY = "government_ledger"
ROLE = "finance"
FINDS = ("GFR-36R",)
behave = listing("balances", lambda rows: rows[:-1])
