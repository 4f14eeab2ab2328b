"""#588: a supplier's account is changed on anybody's word."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 588
TITLE = "没有签章确认单就改收款账户"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-14",)
behave = forgetting("payee", "sheet", "account")
