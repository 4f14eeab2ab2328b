"""#480: a temporary account for longer than two years."""

from __future__ import annotations

NUMBER = 480
TITLE = "临时账户的有效期超过二年也收"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-12A",)
skip = frozenset({"ACCT-12A"})
