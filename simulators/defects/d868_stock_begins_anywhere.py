"""#868: the stock may begin with anything."""

from __future__ import annotations

from simulators.defects.filing import forgetting

NUMBER = 868
TITLE = "昨日库存不是上一张的本日库存也收"
FAMILY = "treasury_income"
ROLE = "finance"
FINDS = ("TR-04Y",)
behave = forgetting("take_stock", "chain")
