"""#478: the check of the second proof stands where it is never reached, as in public code."""

from __future__ import annotations

NUMBER = 478
TITLE = "第二证明文件不是 08 也收：种类的校验写在“有一个为空”的分支里，永远走不到"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-02E",)
skip = frozenset({"ACCT-02E"})
