"""#316: a voucher of tomorrow is taken today."""

from __future__ import annotations

NUMBER = 316
TITLE = "凭证日期晚于今天也收"
FAMILY = "treasury_voucher"
ROLE = "vault"
FINDS = ("TV-02C",)
skip = frozenset({"TV-02C"})
