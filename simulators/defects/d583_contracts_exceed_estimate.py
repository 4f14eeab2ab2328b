"""#583: contracts are filed whatever the estimate has room for."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 583
TITLE = "合同合计超过概算照样备案"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-12",)
behave = forgetting("contract", "budget")
