"""#688: each return is compared with the bill alone, of whatever day."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 688
TITLE = "退回只与原拨付比，不与以前的退回相加，也不看原凭证日期和单号"
FAMILY = "land_appropriation"
ROLE = "treasury"
FINDS = ("LAND-63", "LAND-63L", "LAND-65J")
behave = forgetting("give_back", "sum", "link", "number")
