"""#477: a department without its particulars."""

from __future__ import annotations

NUMBER = 477
TITLE = "内设部门的邮编等没有写全也收"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-02D",)
skip = frozenset({"ACCT-02D"})
