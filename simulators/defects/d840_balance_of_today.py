"""#840: what is on the account today is confirmed for the last day of the year."""

from __future__ import annotations

from simulators.defects.confirming import answering

NUMBER = 840
TITLE = "年末余额答成今天的余额"
FAMILY = "bank_confirm"
ROLE = "bank"
FINDS = ("GFR-51",)
behave = answering(balance=lambda held: held.now_fen)
