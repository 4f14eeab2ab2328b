"""Where a cell stands: line, column in characters, byte offset."""

from __future__ import annotations

from kanhe.files.lines import Block
from kanhe.model.file import FileContract, Record
from kanhe.wire.charset import codec_of

Place = tuple[int, int, int]
"""(line from 1, column in characters from 1, byte offset from 0)."""


class Places:
    """Finds cells again; remembers header and trailer, because they are judged once more at the end."""

    def __init__(self, contract: FileContract) -> None:
        self.contract = contract
        self._single: dict[str, Block] = {}

    def remember(self, block: Block) -> None:
        """Header or trailer."""
        self._single[block.part] = block

    def single(self, path: str) -> Place:
        """The place of `header.count` and the like; the whole file for anything else."""
        part, _, name = path.partition(".")
        block, record = self._single.get(part), self.contract.record(part)
        return self.cell(block, record, 0, name) if block is not None and record is not None else (0, 0, -1)

    def cell(self, block: Block, record: Record, index: int, name: str) -> Place:
        """The place of a column in a line of a block."""
        line, codec = block.lines[index], codec_of(self.contract.charset)
        number = next(i for i, c in enumerate(record.columns) if c.name == name)
        start = block.start(index)
        if self.contract.shape == "fixed":
            before = line[: sum(c.width for c in record.columns[:number])]
            return block.first + index, _count(before, codec) + 1, start + len(before)
        try:
            cells = line.decode(codec).split(self.contract.delimiter)[:number]
        except UnicodeDecodeError:
            return block.first + index, 1, start
        text = "".join(f"{cell}{self.contract.delimiter}" for cell in cells)
        return block.first + index, len(text) + 1, start + len(text.encode(codec))


def _count(data: bytes, codec: str) -> int:
    try:
        return len(data.decode(codec))
    except UnicodeDecodeError:
        return len(data)
