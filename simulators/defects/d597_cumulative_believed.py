"""#597: what is measured in all is believed as it comes."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 597
TITLE = "累计计量对不上也收"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-21", "INV-21A",)
behave = forgetting("pay", "cumulative")
