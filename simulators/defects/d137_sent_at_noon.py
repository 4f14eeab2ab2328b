"""#137: the file of a day is sent when somebody comes back from lunch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery

NUMBER = 137
TITLE = "次日中午才送文件"
FAMILY = "land_income"
ROLE = "treasury"
FINDS = ("LAND-47",)


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """Five hours and a half later, on the same day."""
    return [replace(d, at=f"{d.at[:8]}123000") for d in sent]
