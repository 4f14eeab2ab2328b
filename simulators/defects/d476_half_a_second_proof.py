"""#476: half of the second proof."""

from __future__ import annotations

NUMBER = 476
TITLE = "第二证明文件只写种类、不写编号也收"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-02C",)
skip = frozenset({"ACCT-02C"})
