"""#576: an estimate that runs over needs no new approval."""

from __future__ import annotations

NUMBER = 576
TITLE = "概算超过估算 10% 又没有重新报批文号也收"
FAMILY = "investment"
ROLE = "finance"
FINDS = ("INV-03B",)
skip = frozenset({"INV-03B", "INV-03D"})
