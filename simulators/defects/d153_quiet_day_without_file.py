"""#153: there is no file on a quiet day."""

from __future__ import annotations

from collections.abc import Sequence

from kanhe.model.file import FileContract
from kanhe.simulate.filing import Delivery

NUMBER = 153
TITLE = "没有动账的日子不送空文件"
FAMILY = "deposit_notice"
ROLE = "bank"
FINDS = ("DEP-20C",)


def file_deliveries(contract: FileContract, sent: Sequence[Delivery]) -> Sequence[Delivery]:
    """Only files with notices."""
    return [d for d in sent if d.data]
