"""#733: a report that was sent back is told to be waiting."""

from __future__ import annotations

from simulators.defects.investing import telling

NUMBER = 733
TITLE = "退回的报表查到的还是待审"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-10S",)
behave = telling("report", lambda values: {"report_state": "SUBMITTED" if values["report_state"] == "RETURNED" else values["report_state"]})
