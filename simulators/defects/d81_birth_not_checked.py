"""#81: the age is not looked at."""

from __future__ import annotations

NUMBER = 81
TITLE = "未满十六周岁照收"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-01B",)
skip = frozenset({"PERS-01B"})
