"""#427: a notice for another bank is taken on."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 427
TITLE = "别家银行的中标通知也登记"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-01D",)
behave = forgetting("tender", "receiver")
