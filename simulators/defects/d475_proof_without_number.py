"""#475: a proof without its number."""

from __future__ import annotations

NUMBER = 475
TITLE = "证明文件没有编号也收"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-02B",)
skip = frozenset({"ACCT-02B"})
