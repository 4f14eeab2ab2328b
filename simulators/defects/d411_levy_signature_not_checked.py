"""#411: the signature header is not looked at."""

from __future__ import annotations

NUMBER = 411
TITLE = "不验 SM2 签名"
FAMILY = "land_payment"
ROLE = "bank"
FINDS = ("SIG-01",)
skip = frozenset({"seal"})
