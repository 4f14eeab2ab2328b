"""#798: other content under a number that is known is answered as if it were the same."""

from __future__ import annotations

from simulators.defects.filing import forgetting_each

NUMBER = 798
TITLE = "同一凭证号改了内容再送，也答成功"
FAMILY = "land_refund"
ROLE = "finance"
FINDS = ("LAND-55D", "LAND-54D")
behave = forgetting_each({"refund_income": ("number",), "refund_bounced": ("number",)})
