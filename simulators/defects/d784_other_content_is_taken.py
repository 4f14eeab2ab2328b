"""#784: other content under a number that is known is answered as if it were the same."""

from __future__ import annotations

from simulators.defects.filing import forgetting_each

NUMBER = 784
TITLE = "同一版本、同一地块、同一撤销改了内容再送，也答成功"
FAMILY = "land_fee"
ROLE = "finance"
FINDS = ("LAND-23", "LAND-26I", "LAND-26K")
behave = forgetting_each(dict.fromkeys(("market_result", "push_fee", "cancel_fee"), ("number",)))
