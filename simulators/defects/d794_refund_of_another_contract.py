"""#794: the payment book may be that of another contract."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 794
TITLE = "原缴款书是别的合同的也退"
FAMILY = "land_refund"
ROLE = "finance"
FINDS = ("LAND-52",)
behave = forgetting("refund_income", "origin")
