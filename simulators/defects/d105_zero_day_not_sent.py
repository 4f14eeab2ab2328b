"""#105: there is no file for a day without business."""

from __future__ import annotations

from collections.abc import Sequence

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery

NUMBER = 105
TITLE = "没有入库的日子不送文件"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-41D",)


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """Only days with rows."""
    return [d for d in sent if d.sheet.rows]
