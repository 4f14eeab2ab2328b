"""#587: the floor of the ratio and the cap of the liability are not looked at."""

from __future__ import annotations

NUMBER = 587
TITLE = "支付比例低于 80%、缺陷责任期长于 24 个月也收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-23R", "INV-42M",)
skip = frozenset({"INV-23R", "INV-42M"})
