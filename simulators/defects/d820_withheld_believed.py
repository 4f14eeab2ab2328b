"""#820: what was withheld is believed: neither the sum of what was taken off nor the share is looked at."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 820
TITLE = "已扣质保金照报的登记，不与各期扣款相加核对"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-41",)
behave = forgetting("settle", "sum")
