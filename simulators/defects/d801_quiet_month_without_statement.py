"""#801: there is no statement of a month in which nothing moved."""

from __future__ import annotations

from collections.abc import Sequence

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery

NUMBER = 801
TITLE = "没有收付的月份不送对账单"
FAMILY = "deposit_statement"
ROLE = "bank"
FINDS = ("DEP-40C",)


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """Only months with something put in or taken out."""
    return [d for d in sent if any(row["added"] or row["doneDate"] for row in d.sheet.rows)]
