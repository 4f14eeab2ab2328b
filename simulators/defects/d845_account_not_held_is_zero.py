"""#845: an account that the bank does not have is told to have nothing on it."""

from __future__ import annotations

from simulators.defects.reporting import listing
from simulators.ledger import yuan

NUMBER = 845
TITLE = "本行没有的账户答余额 0、不符，不答没有"
FAMILY = "bank_confirm"
ROLE = "bank"
FINDS = ("GFR-51B", "GFR-51")
behave = listing("confirm_letter", lambda rows: tuple(
    {**row, "confirm_verdict": "DIFFERS", "year_balance": yuan(0)} if row["confirm_verdict"] == "NOT_HELD" else row for row in rows))
