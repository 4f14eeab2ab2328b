"""#84: somebody may enter an agency before ever having worked, or only tomorrow; the dates are not compared."""

from __future__ import annotations

NUMBER = 84
TITLE = "进入单位日期晚于今天或早于参加工作日期照收"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("PERS-05A",)
skip = frozenset({"PERS-05A"})
