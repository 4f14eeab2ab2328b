"""#518: the register of today decides about a voucher of another day."""

from __future__ import annotations

from functools import partial
from typing import Any

NUMBER = 518
TITLE = "付款账户按今天的清册校验，不看凭证日期"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-33", "ACCT-33B")
def behave(name: str, honest: Any) -> Any:
    """The day is that of the clock."""
    return partial(honest, day=lambda command: command.now[:8]) if name == "voucher_checked" else honest
