"""#573: the region in a project code is not looked at."""

from __future__ import annotations

NUMBER = 573
TITLE = "区划在赋码那一年无效的项目代码也收（2020 年以后的 320602）"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-01",)
skip = frozenset({"INV-01"})
