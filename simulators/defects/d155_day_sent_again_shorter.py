"""#155: the day's file is sent again with fewer notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery, delivered

NUMBER = 155
TITLE = "同一天的文件又送一份，通知少了一条"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-20B",)


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """The last delivery lacks its last row."""
    *first, last = sent
    return [*first, delivered(contract, replace(last.sheet, rows=last.sheet.rows[:-1]), last.day)]
