"""#825: what was taken for repairs is given back, too."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 825
TITLE = "退还时不减维修扣款，按已扣减已退算"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-43",)
behave = forgetting("release", "claims")
