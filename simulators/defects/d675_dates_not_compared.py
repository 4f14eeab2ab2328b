"""#675: days are not looked at."""

from __future__ import annotations

from functools import partial
from typing import Any

NUMBER = 675
TITLE = "启用早于开户、销户早于开户都收"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-22", "ACCT-22R")
skip = frozenset({"ACCT-22"})


def behave(name: str, honest: Any) -> Any:
    """Without "dates"."""
    return partial(honest, without=frozenset({"dates"})) if name in ("file_revoke",) else honest
