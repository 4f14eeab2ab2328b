"""What a file tells and what books show, as the same thing: the key of each row with its signed amount, as the contract writes them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kanhe.contract.leaf import BadLeaf, read
from kanhe.errors import Position, Problem, those
from kanhe.files.cells import cell_text
from kanhe.model.file import Cells, Column, FileContract

Entry = tuple[str, ...]
"""The key columns in order, then the amount."""
Entries = Counter[Entry]


class BadBooks(ValueError):
    """What books show cannot be read: one located problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.found)


def columns_of(contract: FileContract) -> list[Column]:
    """The columns of an entry; none where the contract does not say by what rows are known and what they amount to."""
    matching = contract.matching
    return [contract.row.column(name) for name in (*matching.key, matching.amount)] if matching.key and matching.amount else []


def entries_of(contract: FileContract, rows: Iterable[Cells]) -> Entries:
    """The entries of some rows."""
    return Counter(entry_of(contract, row) for row in rows)


def entry_of(contract: FileContract, row: Cells) -> Entry:
    """The entry of one row."""
    texts, minus = [cell_text(c, row.get(c.name)) for c in columns_of(contract)], contract.matching.minus
    back = bool(minus) and all(row.get(name) == text for name, text in minus.items())
    return *texts[:-1], _signed(texts[-1], back=back)


def _signed(text: str, *, back: bool) -> str:
    """The amount with its sign turned where it goes back; nothing has no sign."""
    bare = text.removeprefix("-")
    return bare if not any(c in "123456789" for c in bare) or back == text.startswith("-") else f"-{bare}"


def read_entries(contract: FileContract, data: bytes, where: str) -> Entries:
    """What books show, as CSV in UTF-8 whose first line names the columns; others may stand beside them. where: of the books, for the
    message. Raises BadBooks."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadBooks(Problem(Position(where, line, 1), f"第 {error.start + 1} 个字节不是 UTF-8", "UTF-8 的 CSV")) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = columns_of(contract)
    try:
        places = _places([c.name for c in columns], next(reader, []), where)
        return Counter(_entries(contract, columns, places, reader, where))
    except csv.Error:
        raise BadBooks(Problem(Position(where, reader.line_num, 1), "这一行不是 CSV", "逗号分隔，引号成对")) from None


def _places(names: Sequence[str], header: Sequence[str], where: str) -> list[int]:
    for name in names:
        if header.count(name) != 1:
            found = f"表头里有 {header.count(name)} 个 {name}" if name in header else f"表头里没有 {name}"
            there = f"表头是 {those(header, name)}" if header else "没有内容"
            raise BadBooks(Problem(Position(where, 1, 1), found, ",".join(names), there))
    return [header.index(name) for name in names]


def _entries(
    contract: FileContract, columns: Sequence[Column], places: Sequence[int], reader: Iterator[list[str]], where: str
) -> Iterator[Entry]:
    for cells in reader:
        line = getattr(reader, "line_num", 0)
        if len(cells) <= max(places):
            raise BadBooks(Problem(Position(where, line, 1), f"只有 {len(cells)} 栏", f"至少 {max(places) + 1} 栏"))
        yield tuple(_canonical(contract, c, cells[at], (line, at + 1), where) for c, at in zip(columns, places, strict=True))


def _canonical(contract: FileContract, column: Column, text: str, at: tuple[int, int], where: str) -> str:
    amount = column.name == contract.matching.amount
    back = amount and bool(contract.matching.minus) and text.startswith("-")
    try:
        value = read(column.field.type, text.removeprefix("-") if back else text, contract.charset)
    except BadLeaf as bad:
        raise BadBooks(Problem(Position(where, *at), f"{column.name}（{column.field.title}）{bad.found}", bad.right)) from None
    if isinstance(value, Decimal) and not value:
        return cell_text(column, abs(value))
    return f"{'-' if back else ''}{cell_text(column, value)}"
