"""#523: the month is paid again under another batch number."""

from __future__ import annotations

from simulators.defects.wages import forgetting

NUMBER = 523
TITLE = "同一月份换一个批次号再发，照付"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-33",)
behave = forgetting("once", "pay_wages")
