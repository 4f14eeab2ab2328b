"""#595: the supplier's code and amounts of nothing are not looked at."""

from __future__ import annotations

NUMBER = 595
TITLE = "供应商信用代码校验位不对、金额为零也收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-15", "INV-11Y", "INV-11Z",)
skip = frozenset({"INV-15", "INV-11Y", "INV-11Z"})
