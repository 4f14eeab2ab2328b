"""The rows of all files that a peer of a house has handed over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kanhe.errors import KanheError
from kanhe.files.checking import check
from kanhe.files.entries import entry_of
from kanhe.files.register import Register
from kanhe.files.sheet import read_sheet
from kanhe.model.file import Cells, FileContract
from kanhe.run.handing import Handing
from kanhe.transport.depot import Changing, DepotError, LocalError, collect, look


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that was found. where: file and number of the row; amount: yuan, less than nothing where the contract's `minus` says so."""

    where: str
    amount: Decimal
    cells: Cells


class Unread(KanheError):
    """The files say nothing: they cannot be reached, or do not keep their own contract."""


def rows_of(contract: FileContract, link: Handing, parameters: Mapping[str, Any]) -> list[Row]:
    """Every row of every file there is; raises Unread."""
    found, register = list[Row](), Register()
    with tempfile.TemporaryDirectory(prefix="kanhe-") as folder:
        try:
            for path, at in _fetched(contract, link, Path(folder)):
                found += _rows(contract, path, at, parameters, register)
        except LocalError:
            raise  # our own trouble
        except DepotError as error:
            raise Unread(str(error).splitlines()[0]) from None
    return found


def _fetched(contract: FileContract, link: Handing, folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file with the moment at which it came, '' where nobody knows."""
    sizes: dict[str, int] = {}
    for number, turn in enumerate(link.turns(contract)):
        for one in look(link.depot(), contract.arrival, contract.name.match):
            if not one.ready or (one.name != turn.name if turn.name else sizes.get(one.name) == one.size):
                continue
            (into := folder / str(number)).mkdir(exist_ok=True)
            try:
                path = collect(link.depot(), one.name, into)
            except Changing:
                continue  # the next look takes it; that it was seen too early is told where the sender is tested by itself
            sizes[one.name] = one.size
            yield path, turn.at


def _rows(contract: FileContract, path: Path, at: str, parameters: Mapping[str, Any], register: Register) -> Iterator[Row]:
    """The rows of one file; none where it was there before. Raises Unread for one that does not keep its own contract."""
    with path.open("rb") as stream:
        report = check(contract, path.name, stream, parameters=parameters, register=register, now=at)
        if not report.kept:
            raise Unread(f"{path.name} 自己不守约（{report.violations[0].rule}），见其自己的结果")
        stream.seek(0)
        sheet = read_sheet(contract, path.name, stream)
    for number, cells in enumerate(() if report.repeated else sheet.rows, 1):
        amount = entry_of(contract, cells)[-1]
        yield Row(where=f"{path.name} 明细第 {number} 行", amount=Decimal(amount or "0"), cells=cells)
