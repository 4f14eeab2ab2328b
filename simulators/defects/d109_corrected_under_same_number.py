"""#109: a corrected file goes out under the number of the first one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery, delivered

NUMBER = 109
TITLE = "更正后的文件仍用原来的批次号"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-44B",)


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """What is sent again lacks a row."""
    first, last = list(sent[:-1]), sent[-1]
    return [*first, delivered(contract, replace(last.sheet, rows=last.sheet.rows[:-1]), last.day)]
