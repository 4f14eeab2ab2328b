"""#821: contracts of five per cent are settled as they are."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 821
TITLE = "按 5% 扣的老合同照样登记"
FAMILY = "investment_retention"
ROLE = "finance"
FINDS = ("INV-41C",)
behave = forgetting("settle", "cap")
