"""#586: retention and advance are not held against their caps."""

from __future__ import annotations

NUMBER = 586
TITLE = "质保金比例超过 3%、预付款比例超过 30% 也收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-13", "INV-13A",)
skip = frozenset({"INV-13", "INV-13A"})
