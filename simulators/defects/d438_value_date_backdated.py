"""#438: the value date may lie before the debit."""

from __future__ import annotations

from simulators.defects.deposit import forgetting

NUMBER = 438
TITLE = "起息日早于扣款日照开，倒起息"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-15",)
behave = forgetting("open_deposit", "day")
