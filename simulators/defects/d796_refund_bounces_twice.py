"""#796: a refund may come back again under another number."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 796
TITLE = "同一张退付凭证可以退回两次，部分金额也收"
FAMILY = "land_refund"
ROLE = "finance"
FINDS = ("LAND-54",)
behave = forgetting("refund_bounced", "once")
