"""#673: a report has any name."""

from __future__ import annotations

from functools import partial
from typing import Any

NUMBER = 673
TITLE = "户名不与批复核对"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-21O", "ACCT-21C")
def behave(name: str, honest: Any) -> Any:
    """Without "name"."""
    return partial(honest, without=frozenset({"name"})) if name in ("file_open", "file_change") else honest
