"""The rows of a file that keeps its layout, as typed values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from kanhe.files.cells import cell_reader
from kanhe.files.lines import Facts, scan_file
from kanhe.files.table import tabulate
from kanhe.model.file import Cells, FileContract


def rows_of(contract: FileContract, stream: BinaryIO) -> Iterator[tuple[int, Cells]]:
    """(line, cells) of every row, in order. Lines that cannot be cut are left out; raises BadLeaf for a cell that is not of its type:
    only a file that `check` found right shows all."""
    columns = contract.row.columns
    readers = [cell_reader(column, contract.charset) for column in columns]
    for block in scan_file(contract, stream, Facts()):
        if block.part == "row":
            table = tabulate(block, contract.row, contract, lambda *_, **__: None)
            for index, raws in zip(table.lines, zip(*table.columns, strict=True), strict=True):
                yield block.first + index, {c.name: read(raw) for c, read, raw in zip(columns, readers, raws, strict=True)}
