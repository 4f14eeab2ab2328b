"""#855: units are consolidated while they do not agree on what they owe one another."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 855
TITLE = "往来还有差异就合并，内部往来留在合并数里"
FAMILY = "government_consolidation"
ROLE = "finance"
FINDS = ("GFR-42C",)
behave = forgetting("merge_consolidate", "differences")
