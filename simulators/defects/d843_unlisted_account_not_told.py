"""#843: only what the letter asks for is answered."""

from __future__ import annotations

from simulators.defects.reporting import listing

NUMBER = 843
TITLE = "函里没有列的账户不告知，隐匿的账户发现不了"
FAMILY = "bank_confirm"
ROLE = "bank"
FINDS = ("GFR-52",)
behave = listing("confirm_letter", lambda rows: tuple(row for row in rows if row["confirm_verdict"] != "UNLISTED"))
