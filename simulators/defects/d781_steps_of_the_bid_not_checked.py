"""#781: the price is not compared with start and steps of the bidding."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 781
TITLE = "总价与起始价、竞价幅度不核对"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-22",)
behave = forgetting("push_fee", "price")
