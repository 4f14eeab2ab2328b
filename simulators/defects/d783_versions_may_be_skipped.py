"""#783: a version may be skipped, and any may be given up."""

from __future__ import annotations

from simulators.defects.filing import forgetting_each

NUMBER = 783
TITLE = "版本跳号也收，撤销不看版本"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-23A", "LAND-23B")
behave = forgetting_each({"push_fee": ("version",), "cancel_fee": ("version",)})
