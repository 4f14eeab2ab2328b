"""#730: versions are not counted."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 730
TITLE = "版本跳号、不升版本也收"
FAMILY = "government_report"
ROLE = "finance"
FINDS = ("GFR-10V",)
behave = forgetting("submit", "version")
