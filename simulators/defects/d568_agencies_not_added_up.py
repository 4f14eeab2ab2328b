"""#568: the agencies are not added up, nor told apart."""

from __future__ import annotations

NUMBER = 568
TITLE = "不核对所属单位之和与总数、不看单位是否重复"
FAMILY = "establishment"
ROLE = "bureau"
FINDS = ("PERS-23", "PERS-23B")
skip = frozenset({"PERS-23", "PERS-23B"})
