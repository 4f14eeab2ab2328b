"""#734: the first version is told for ever."""

from __future__ import annotations

from simulators.defects.investing import telling

NUMBER = 734
TITLE = "再报以后查到的版本还是 1"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-10T",)
behave = telling("report", lambda values: {"last_version": min(1, int(str(values["last_version"])))})
