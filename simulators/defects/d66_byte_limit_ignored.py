"""#66: a name of more than 60 GBK bytes is accepted, because characters are counted."""

from __future__ import annotations

NUMBER = 66
TITLE = "姓名超过 60 个 GBK 字节照收"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-10B",)
skip = frozenset({"PERS-10B"})
