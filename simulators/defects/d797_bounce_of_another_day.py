"""#797: the day of the original is not compared."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 797
TITLE = "退回不看原退付凭证日期"
FAMILY = "land_refund"
ROLE = "finance"
FINDS = ("LAND-54L",)
behave = forgetting("refund_bounced", "date")
