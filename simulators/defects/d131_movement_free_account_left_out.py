"""#131: an account without movements has no statement."""

from __future__ import annotations

from collections.abc import Sequence

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery

NUMBER = 131
TITLE = "没有收付的账户不出日报"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-45", "ACCT-41C")


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """Only statements with rows."""
    return [d for d in sent if d.sheet.rows]
