"""#857: a batch puts away what the one before it brought."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 857
TITLE = "后一批冲掉前一批，分几批报结果不同"
FAMILY = "government_consolidation"
ROLE = "finance"
FINDS = ("GFR-62", "GFR-63A", "GFR-63B")
behave = forgetting("merge_collect", "before")
