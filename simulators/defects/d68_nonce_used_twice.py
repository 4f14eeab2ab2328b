"""#68: a nonce may be used as often as one likes, so a replay is a new message."""

from __future__ import annotations

NUMBER = 68
TITLE = "随机串可重复使用，重放的报文当作新报文"
FAMILY = "personnel"
ROLE = "bureau"
FINDS = ("REP-01",)
skip = frozenset({"nonce"})
