"""#135: a statement goes out again with another name of the other side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery, delivered

NUMBER = 135
TITLE = "日报改了内容又送一次，不作说明"
FAMILY = "account_balance"
ROLE = "bank"
FINDS = ("ACCT-49",)


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """The last one, with another text in a row."""
    *first, last = sent
    rows = [{**row, "summary": "更正"} for row in last.sheet.rows]
    return [*first, delivered(contract, replace(last.sheet, rows=rows, header={**last.sheet.header, "acctName": "更名"}), last.day)]
