"""#537: the card number went through a spreadsheet: 6.22E+18."""

from __future__ import annotations

from dataclasses import replace

from simulators.defects.wages import kept

NUMBER = 537
TITLE = "卡号按浮点数存（6.22E+18），后几位变了"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-42",)
behave = kept(lambda row: replace(row, card=f"{float(row.card):.0f}"))
