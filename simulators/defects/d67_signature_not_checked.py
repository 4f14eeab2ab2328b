"""#67: the signature header is not looked at."""

from __future__ import annotations

NUMBER = 67
TITLE = "不验签名"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("SIG-01",)
skip = frozenset({"seal"})
