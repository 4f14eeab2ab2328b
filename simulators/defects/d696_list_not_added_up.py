"""#696: the list is neither counted nor added up, and a person may stand on it twice."""

from __future__ import annotations

NUMBER = 696
TITLE = "清单的人数、合计、重复和零金额都不核对"
FAMILY = "social_check"
ROLE = "finance"
FINDS = ("PERS-51C", "PERS-51D", "PERS-52E", "PERS-52F")
skip = frozenset({"PERS-51C", "PERS-51D", "PERS-52E", "PERS-52F"})
