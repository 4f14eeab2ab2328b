"""#313: a detail may point to another voucher."""

from __future__ import annotations

NUMBER = 313
TITLE = "不核对明细指向的主单"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-02A",)
skip = frozenset({"TV-02A"})
