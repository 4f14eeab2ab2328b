"""#679: a decision about another account will do."""

from __future__ import annotations

from functools import partial
from typing import Any

NUMBER = 679
TITLE = "拿别的账户、别的开户行的批复也能备案"
FAMILY = "account_filing"
ROLE = "finance"
FINDS = ("ACCT-20O", "ACCT-20C", "ACCT-20R")
def behave(name: str, honest: Any) -> Any:
    """Without "fits"."""
    return partial(honest, without=frozenset({"fits"})) if name in ("file_open", "file_change", "file_revoke") else honest
