"""#571: a number of the budget system is pointed to another project."""

from __future__ import annotations

from simulators.defects.investing import forgetting

NUMBER = 571
TITLE = "一体化项目编号改挂到别的项目代码"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-02",)
behave = forgetting("pro_code", "pointing")
