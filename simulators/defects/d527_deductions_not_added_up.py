"""#527: the deductions are not added up."""

from __future__ import annotations

NUMBER = 527
TITLE = "扣款合计不等于各项之和也收"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-31A",)
skip = frozenset({"PERS-31A"})
