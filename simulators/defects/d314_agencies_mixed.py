"""#314: one appropriation may be for several agencies."""

from __future__ import annotations

NUMBER = 314
TITLE = "一张拨款凭证混有几个预算单位也收"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-02D",)
skip = frozenset({"TV-02D"})
