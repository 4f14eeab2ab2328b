"""#513: a whole list without an active account is loaded, and a list is not counted."""

from __future__ import annotations

NUMBER = 513
TITLE = "空的全量清册、行数不对的清册也装入"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-31C", "ACCT-37")
skip = frozenset({"ACCT-31C", "ACCT-37"})
