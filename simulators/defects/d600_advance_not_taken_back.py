"""#600: nobody looks how the advance is taken back."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 600
TITLE = "预付款多申请、多抵扣或到头没有抵完照收"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-24", "INV-22",)
behave = forgetting("pay", "advance", "formula")
