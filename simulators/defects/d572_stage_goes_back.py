"""#572: a project may go back to an earlier stage."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 572
TITLE = "已开工的项目又报回初设也收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-04",)
behave = forgetting("project_change", "stage")
