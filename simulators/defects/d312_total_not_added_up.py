"""#312: the details are not added up."""

from __future__ import annotations

NUMBER = 312
TITLE = "不核对明细之和与主单金额"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-02",)
skip = frozenset({"TV-02"})
