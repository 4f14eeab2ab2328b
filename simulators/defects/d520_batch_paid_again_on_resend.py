"""#520: a batch that is sent again is paid again."""

from __future__ import annotations

from simulators.defects.wages import anew

NUMBER = 520
TITLE = "没有应答的批次重发，又代发一次"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-33C",)
behave = anew("pay_wages")
