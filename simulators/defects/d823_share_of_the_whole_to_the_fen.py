"""#823: the share is worked out once, and the fen of each period are taken for a mistake."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 823
TITLE = "质保金按结算总额重算一次，与各期四舍五入之和差一分就拒绝"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-41R", "investment_retention.settle:accepts")
behave = forgetting("settle", "tolerance")
