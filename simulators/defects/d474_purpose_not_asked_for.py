"""#474: an account for a purpose without the purpose."""

from __future__ import annotations

NUMBER = 474
TITLE = "专用存款账户不写资金性质也收"
FAMILY = "account_approval"
ROLE = "bureau"
FINDS = ("ACCT-02",)
skip = frozenset({"ACCT-02"})
