"""#515: rows about one account, or one seat, are not seen."""

from __future__ import annotations

NUMBER = 515
TITLE = "一张清册里账号重复、同一单位两个正常账户都不查"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-32", "ACCT-32A")
skip = frozenset({"ACCT-32", "ACCT-32A"})
