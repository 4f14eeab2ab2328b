"""#154: the date in the name has hyphens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery

NUMBER = 154
TITLE = "文件名里的日期带横线"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-20A",)


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """2026-01-05."""
    return [replace(d, name=d.name.replace(d.day, f"{d.day[:4]}-{d.day[4:6]}-{d.day[6:]}")) for d in sent]
