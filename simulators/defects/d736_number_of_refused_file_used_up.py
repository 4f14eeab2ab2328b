"""#736: the number of a refused file is used up: the right file that follows is not taken."""

from __future__ import annotations

from kanhe.files.findings import FileReport
from kanhe.model.file import FileContract

NUMBER = 736
TITLE = "拒收的一份占了批次号，改好重送的不收"
FAMILY = "land_income"
ROLE = "finance"
FINDS = ("land_income.daily:taken",)


class _Register:
    """The names that came, whatever became of them."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def file_taken(self, contract: FileContract, report: FileReport, takes: bool) -> bool:
        """A name that came is not taken again."""
        known = report.name in self.names
        self.names.add(report.name)
        return takes and not known


def start() -> _Register:
    """One register for each receiver."""
    return _Register()
