"""#792: given back on whatever subject."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 792
TITLE = "退付科目不与入库科目核对"
FAMILY = "land_refund"
ROLE = "finance"
FINDS = ("LAND-51A",)
behave = forgetting("refund_income", "subject")
