"""#791: more is given back than came in."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 791
TITLE = "退付不看可退金额"
FAMILY = "land_refund"
ROLE = "finance"
FINDS = ("LAND-51",)
behave = forgetting("refund_income", "limit")
