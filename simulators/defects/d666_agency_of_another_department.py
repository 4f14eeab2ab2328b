"""#666: agencies of another department, and vouchers of tomorrow, are not seen."""

from __future__ import annotations

NUMBER = 666
TITLE = "不看单位属于哪个部门，也不看凭证日期是不是在将来"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-30", "ACCT-35")
skip = frozenset({"ACCT-30", "ACCT-35"})
