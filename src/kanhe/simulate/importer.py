"""A simulated receiver of files: it takes what is handed over, whole or not at all, and books each row once.

It knows no bank: a contract says when a file is there, what it must keep and by what its rows are known. A planted defect changes one of
four steps: whether a file is there, what its bytes are taken for, whether it is taken, and which rows are booked.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from kanhe.files.checking import check
from kanhe.files.entries import Entries, columns_of, entries_of
from kanhe.files.register import Register
from kanhe.files.sheet import read_sheet
from kanhe.model.file import Cells, FileContract
from kanhe.simulate.defects import hooks


class Importer:
    """The receiver of one contract's files. defects: what bears hooks, see the package of planted defects."""

    def __init__(self, contract: FileContract, defects: Sequence[Any] = (), parameters: Mapping[str, Any] | None = None) -> None:
        self.contract, self._defects, self._parameters = contract, tuple(defects), parameters or {}
        self._register, self._booked = Register(), Entries()

    def take(self, name: str, data: bytes, *, ready: bool) -> None:
        """Look at one file. ready: it counts as handed over."""
        if not self._changed("file_ready", ready):
            return
        data = self._changed("file_read", data)
        stream = io.BytesIO(data)
        report = check(self.contract, name, stream, parameters=self._parameters, register=self._register)
        takes = report.kept and not report.repeated
        for decides in hooks(self._defects, "file_taken"):
            takes = decides(self.contract, report, takes)
        if takes:
            stream.seek(0)
            self._book(read_sheet(self.contract, name, stream).rows)

    def _book(self, rows: Sequence[Cells]) -> None:
        names = [c.name for c in columns_of(self.contract)]
        whole = [row for row in rows if all(row.get(name) is not None for name in names)]
        self._booked += entries_of(self.contract, self._changed("file_booked", whole))

    def _changed(self, hook: str, value: Any) -> Any:
        return reduce(lambda before, change: change(self.contract, before), hooks(self._defects, hook), value)

    def booked(self) -> bytes:
        """The books as CSV: key and amount of every row."""
        lines = [",".join(c.name for c in columns_of(self.contract)), *(",".join(entry) for entry in self._booked.elements())]
        return "\n".join(lines).encode() + b"\n"
