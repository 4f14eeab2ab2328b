"""#858: units outside the scope are taken, even after consolidation, and accounts that do not belong together are set off."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 858
TITLE = "合并范围外的单位也收，合并以后也收，应收对应收也抵销"
FAMILY = "government_consolidation"
ROLE = "finance"
FINDS = ("GFR-60M", "GFR-64L", "GFR-41P")
behave = forgetting("merge_collect", "scope", "locked")
skip = frozenset({"GFR-41P"})
