"""A block of lines as columns: whole columns at C speed where every line is well formed, line by line where one is not.

Delimiters are looked for in decoded text, because a delimiter byte can be the second half of a character. Widths are bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from kanhe.contract.leaf import BadLeaf
from kanhe.files.cells import cell_reader
from kanhe.files.lines import Block
from kanhe.model.file import FileContract, Record
from kanhe.wire.charset import codec_of, likely

Bad = Callable[..., None]
"""Called as bad(index, found, right, hint=…, at=(character, byte)) for a line that cannot be cut into cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Raw cell texts, with their padding, by column. lines: which line of the block each row is."""

    columns: Sequence[Sequence[str]]
    lines: Sequence[int]


def tabulate(block: Block, record: Record, contract: FileContract, bad: Bad) -> Table:
    """The block as columns of a record; lines that cannot be cut are told to `bad` and left out."""
    found = (_fixed if contract.shape == "fixed" else _delimited)(block, record, contract)
    if found is not None:
        return Table(columns=found, lines=range(len(block.lines)))
    rows, kept = [], []
    for index, line in enumerate(block.lines):
        cells = cut_line(line, record, contract, lambda *a, index=index, **k: bad(index, *a, **k))
        if cells is not None:
            rows.append(cells)
            kept.append(index)
    return Table(columns=list(zip(*rows, strict=True)) or [()] * len(record.columns), lines=kept)


def _delimited(block: Block, record: Record, contract: FileContract) -> list[tuple[str, ...]] | None:
    try:
        texts = b"\n".join(block.lines).decode(codec_of(contract.charset)).split("\n")
    except UnicodeDecodeError:
        return None
    rows = [text.split(contract.delimiter) for text in texts]
    return list(zip(*rows, strict=True)) if set(map(len, rows)) == {len(record.columns)} else None


def _fixed(block: Block, record: Record, contract: FileContract) -> list[list[str]] | None:
    """Cut as Latin-1, where a character is a byte; only columns that are more than ASCII are then decoded. A column that says the same in
    every line is cut once, so that its texts are one text."""
    if set(map(len, block.lines)) != {record.size_bytes}:
        return None
    data = b"\n".join(block.lines)
    lines = data.decode("latin-1").split("\n")
    if len(lines) != len(block.lines):  # a record without a line end may hold a line feed
        return None
    found, place = [], 0
    for column in record.columns:
        start, place = place, place + column.width
        same = _same(data, range(start, place), record.size_bytes + 1)
        texts = [line[start:place] for line in lines[:1]] if same else list(map(itemgetter(slice(start, place)), lines))
        joined = "\n".join(texts)
        if not joined.isascii():
            try:
                joined = joined.encode("latin-1").decode(codec_of(contract.charset))
            except UnicodeDecodeError:
                return None
            texts = joined.split("\n")
        if len(texts) != (1 if same else len(lines)):
            return None
        found.append(texts * len(lines) if same else texts)
    return found


def _same(data: bytes, places: range, step: int) -> bool:
    """Whether the bytes at these places are the same in every line, asked from the last one on: numbers differ there."""
    count = len(data) // step + 1
    return all(data[place::step] == data[place : place + 1] * count for place in reversed(places))


def cut_line(line: bytes, record: Record, contract: FileContract, bad: Callable[..., None]) -> list[str] | None:
    """The raw cells of one line, or None where it cannot be cut; then `bad` was told why."""
    if not line:
        bad("空行", f"{_name(record)}，共 {len(record.columns)} 栏", at=(1, 0))
        return None
    return (_cut_fixed if contract.shape == "fixed" else _cut_delimited)(line, record, contract, bad)


def marked(line: bytes, record: Record, contract: FileContract) -> bool:
    """Whether a line shows by its constant column that it is such a record; True where the record has none."""
    if record.mark is None:
        return True
    index, wanted = record.mark
    if contract.shape == "fixed":
        start = sum(c.width for c in record.columns[:index])
        return line[start : start + record.columns[index].width].strip() == wanted.encode(codec_of(contract.charset))
    try:
        return line.decode(codec_of(contract.charset)).split(contract.delimiter)[index : index + 1] == [wanted]
    except UnicodeDecodeError:
        return index > 0 or line.startswith(f"{wanted}{contract.delimiter}".encode(codec_of(contract.charset)))


def _name(record: Record) -> str:
    return {"header": "头记录", "row": "明细行", "trailer": "尾记录"}[record.part]


def _cut_delimited(line: bytes, record: Record, contract: FileContract, bad: Callable[..., None]) -> list[str] | None:
    codec = codec_of(contract.charset)
    try:
        text = line.decode(codec)
    except UnicodeDecodeError as error:
        bad(f"字节 {line[error.start : error.start + 2].hex()} 不是 {contract.charset}", f"{contract.charset} 文字",
            hint=_looks_like(line, contract.charset), at=(len(line[: error.start].decode(codec)) + 1, error.start))
        return None
    cells = text.split(contract.delimiter)
    if len(cells) != len(record.columns):
        hint = split_name(cells, record, contract) if len(cells) > len(record.columns) else ""
        bad(f"{len(cells)} 栏", f"{len(record.columns)} 栏（{_name(record)}），以 {contract.delimiter} 分隔", hint=hint, at=(1, 0))
        return None
    return cells


def _looks_like(line: bytes, charset: str) -> str:
    guess = likely(line, charset)
    return f"这一行像是 {guess} 写的" if guess else "可能在汉字中间截断了"


def split_name(cells: Sequence[str], record: Record, contract: FileContract) -> str:
    """Which cell probably holds the delimiter itself: joining there makes every other cell fit its type."""
    extra = len(cells) - len(record.columns)
    readers = [cell_reader(c, contract.charset) for c in record.columns]
    for index in range(len(record.columns)):
        joined = [*cells[:index], contract.delimiter.join(cells[index : index + extra + 1]), *cells[index + extra + 1 :]]
        try:
            for number, (read, cell) in enumerate(zip(readers, joined, strict=True)):
                if number != index:
                    read(cell)
        except BadLeaf:
            continue
        name = record.columns[index]
        if name.field.type.pattern is None:  # only free text can hold it
            return f"多半是 {name.name}（{name.field.title}）里含有分隔符 {contract.delimiter}"
    return f"某一栏里含有分隔符 {contract.delimiter}，或多写了栏"


def _cut_fixed(line: bytes, record: Record, contract: FileContract, bad: Callable[..., None]) -> list[str] | None:
    codec, size = codec_of(contract.charset), record.size_bytes
    if len(line) != size:
        bad(f"记录长 {len(line)} 字节", f"{size} 字节（{_name(record)}）", hint=_length_hint(line, size, codec), at=(1, 0))
        return None
    cells, place = [], 0
    for column in record.columns:
        part = line[place : place + column.width]
        try:
            cells.append(part.decode(codec))
        except UnicodeDecodeError as error:
            cut = error.end >= len(part.rstrip(b" ")) or error.start >= len(part) - 1
            before = sum(map(len, cells)) + len(part[: error.start].decode(codec))
            bad(f"{column.name} 的字节 {part[error.start : error.start + 2].hex()} 不是 {contract.charset}", f"{contract.charset} 文字",
                hint=f"{column.name} 在汉字中间截断了" if cut else _looks_like(line, contract.charset),
                at=(before + 1, place + error.start))
            return None
        place += column.width
    return cells


def _length_hint(line: bytes, size: int, codec: str) -> str:
    try:
        count = len(line.decode(codec))
    except UnicodeDecodeError:
        return "可能在汉字中间截断了" if len(line) < size else ""
    return f"按字符数正好 {size}：是按字符补齐的，应按字节补齐" if count == size != len(line) else ""
