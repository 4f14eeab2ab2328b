"""#536: two rows may share a sequence number."""

from __future__ import annotations

NUMBER = 536
TITLE = "一批里两行序号相同也收"
FAMILY = "wage_payment"
ROLE = "bank"
FINDS = ("PERS-42A",)
skip = frozenset({"PERS-42A"})
