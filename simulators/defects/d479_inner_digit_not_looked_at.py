"""#479: only the last digit of the credit code is looked at."""

from __future__ import annotations

NUMBER = 479
TITLE = "统一社会信用代码只看末位校验，不看其中的组织机构代码"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-11A",)
skip = frozenset({"ACCT-11A"})
