"""#785: a code that is somebody's is given to another."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 785
TITLE = "用过的缴款码给了别的费源也收"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-24",)
behave = forgetting("push_fee", "code")
