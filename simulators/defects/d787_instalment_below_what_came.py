"""#787: an instalment is cut below what it received, or given up."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 787
TITLE = "有收款的一期可以降到已收以下，也可以去掉"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-24A",)
behave = forgetting("push_fee", "received")
