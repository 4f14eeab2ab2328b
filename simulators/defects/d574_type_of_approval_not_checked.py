"""#574: the structure of a project code is not looked at."""

from __future__ import annotations

NUMBER = 574
TITLE = "项目代码里的类型不是 01、02、03 也收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-01A",)
skip = frozenset({"INV-01A"})
