"""#678: another report under a number that was used is said to be taken."""

from __future__ import annotations

from functools import partial
from typing import Any

NUMBER = 678
TITLE = "同一银行流水号换了内容也答已受理"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-26O", "ACCT-26C", "ACCT-26R")
def behave(name: str, honest: Any) -> Any:
    """Without "number"."""
    return partial(honest, without=frozenset({"number"})) if name in ("file_open", "file_change", "file_revoke") else honest
