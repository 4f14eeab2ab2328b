"""#856: what one unit paid another stays in income and expense."""

from __future__ import annotations

from simulators.defects.confirming import working

NUMBER = 856
TITLE = "只抵应收应付，不抵补助收支，收入和费用虚增"
FAMILY = "government_consolidation"
ROLE = "finance"
FINDS = ("GFR-61",)
behave = working("merge_consolidate", classes=("1", "2"))
