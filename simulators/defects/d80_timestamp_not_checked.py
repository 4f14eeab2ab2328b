"""#80: a signed message of years ago is good for ever."""

from __future__ import annotations

NUMBER = 80
TITLE = "不看时间戳，过期的报文照收"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("SIG-01",)
skip = frozenset({"window"})
