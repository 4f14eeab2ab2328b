"""#594: contracts are filed at any stage."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 594
TITLE = "没有初设批复或已决算的项目也备案合同"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-12S",)
behave = forgetting("contract", "stage")
