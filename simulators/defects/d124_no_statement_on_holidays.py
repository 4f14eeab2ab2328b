"""#124: there is no statement for a holiday."""

from __future__ import annotations

from collections.abc import Sequence

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery

NUMBER = 124
TITLE = "假日不出日报"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-41C", "ACCT-45",)


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """New Year's Day is left out."""
    return [d for d in sent if d.day != "20260101"]
