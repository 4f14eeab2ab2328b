"""#584: a change is not held against the estimate."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 584
TITLE = "变更以后合同合计超过概算照收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-12C",)
behave = forgetting("contract_change", "budget")
