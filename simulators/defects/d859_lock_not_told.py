"""#859: a locked consolidation is told to be an open one."""

from __future__ import annotations

from simulators.defects.investing import telling

NUMBER = 859
TITLE = "锁定以后查到的还是已合并"
FAMILY = "government_consolidation"
ROLE = "finance"
FINDS = ("GFR-64",)
behave = telling("merge_result", lambda values: {"merge_state": "CONSOLIDATED"} if values["merge_state"] == "LOCKED" else {})
