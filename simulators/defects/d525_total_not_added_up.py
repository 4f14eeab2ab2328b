"""#525: the rows are not added up."""

from __future__ import annotations

NUMBER = 525
TITLE = "凭证金额不等于各行实发之和也收"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-32A",)
skip = frozenset({"PERS-32A"})
