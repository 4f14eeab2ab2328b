"""#603: an invoice is good for any number of applications."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 603
TITLE = "用过的发票再报也收"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-25",)
behave = forgetting("pay", "invoice")
