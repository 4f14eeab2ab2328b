"""#601: an application may leave the retention out."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 601
TITLE = "最后一期不扣质保金也收"
FAMILY = "investment_payment"
ROLE = "finance"
FINDS = ("INV-41", "INV-22",)
behave = forgetting("pay", "retention", "formula")
