"""#670: a decision is good for as many reports as come."""

from __future__ import annotations

from functools import partial
from typing import Any

NUMBER = 670
TITLE = "一份批复可以备案多次"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-24O", "ACCT-24C")
def behave(name: str, honest: Any) -> Any:
    """Without "used"."""
    return partial(honest, without=frozenset({"used"})) if name in ("file_open", "file_change") else honest
