"""#425: publication and deposit may fall on one day."""

from __future__ import annotations

NUMBER = 425
TITLE = "公告当日就存入也收"
FAMILY = "time_deposit"
ROLE = "bank"
FINDS = ("DEP-05",)
skip = frozenset({"DEP-05"})
