"""#582: the name of a project is kept in a column of eight characters."""

from __future__ import annotations

from simulators.defects.investing import telling

NUMBER = 582
TITLE = "项目名称只存前八个字"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-02A",)
behave = telling("project_state", lambda values: {"project_name": str(values["project_name"])[:8]})
