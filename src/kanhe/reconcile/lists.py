"""The files of one side made into one UTF-8 text that the engine reads: header and trailer taken off and judged, charset put right.

A file of a contract whose header, trailer, name or digest is wrong is not matched at all (REC-08). The totals are judged after loading,
by the engine's own sums; only where something is wrong the file is checked once more in full, so that the place can be told.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from kanhe.contract.leaf import BadLeaf
from kanhe.errors import Position, Problem, UsageError, reason
from kanhe.files.cells import cell_reader
from kanhe.files.lines import Facts, scan_file
from kanhe.files.naming import cell, parts_of
from kanhe.files.table import marked, tabulate
from kanhe.model.file import FileContract, Matching
from kanhe.model.formula import Value
from kanhe.model.reconcile import Side
from kanhe.reconcile.engine import Columns
from kanhe.wire.charset import codec_of
from kanhe.wire.sm import sm3_stream

CHUNK = 1 << 20
BREAK = "\x1f"


class Refused(ValueError):
    """A file is not what its contract says, so nothing of its side is matched."""


@dataclass(slots=True)
class Loaded:
    """A side as text. starts: (number of rows before it, file, lines before its first row) of every file, for telling lines; ends: the
    cells of its header and trailer by path, for files of a contract."""

    columns: Columns
    delimiter: str
    quote: str
    starts: list[tuple[int, Path, int]] = field(default_factory=list)
    ends: list[Mapping[str, Value]] = field(default_factory=list)
    rows: int = 0

    def place(self, line: int) -> str:
        """file:line of a row by its number from 1; '' for one that was carried over."""
        if line <= 0:
            return ""
        rows, path, before = next(s for s in reversed(self.starts) if s[0] < line)
        return f"{path.name}:{line - rows + before}"


def read_list(side: Side, contract: FileContract | None, paths: Sequence[Path], out: BinaryIO) -> Loaded:
    """Write the rows of a side's files. Raises Refused, and UsageError for files that are no such list."""
    loaded: Loaded | None = None
    for path in paths:
        try:
            with path.open("rb") as stream:
                if contract is not None:
                    loaded = _of_contract(contract, path, stream, out, loaded)
                elif side.format == "jsonl":
                    loaded = _of_lines(side, path, stream, out, loaded)
                else:
                    loaded = _of_table(side, path, stream, out, loaded)
        except OSError as error:
            raise UsageError(Problem(Position(str(path)), f"读不了：{reason(error)}", "可读的文件")) from None
    assert loaded is not None
    return loaded


# -- files of a contract -----------------------------------------------------------------------------------------------------


def _of_contract(contract: FileContract, path: Path, stream: BinaryIO, out: BinaryIO, before: Loaded | None) -> Loaded:
    names = [c.name for c in contract.row.columns]
    wanted = [n for n in names if n in _needed(contract.matching)] if contract.shape == "fixed" else names
    delimiter = BREAK if contract.shape == "fixed" else contract.delimiter
    loaded = before or Loaded(columns=columns_of(contract.matching, wanted), delimiter=delimiter, quote="")
    facts, singles, rows, digest = Facts(), dict[str, dict[str, Value]](), 0, sm3_stream()
    over = contract.digest.over if contract.digest is not None else ()
    loaded.starts.append((loaded.rows, path, 1 if contract.header is not None else 0))
    with ThreadPoolExecutor(1) as worker:  # the digest is reckoned beside the decoding
        pending = None
        for block in scan_file(contract, stream, facts):
            if block.part in over:
                if pending is not None:
                    pending.result()
                pending = worker.submit(digest.update, block.data)
            if block.part == "row":
                out.write(_rows(contract, block.lines, wanted, path))
                rows += len(block.lines)
            else:
                singles[block.part] = _single(contract, block.part, block)
        if pending is not None:
            pending.result()
    loaded.rows += rows
    loaded.ends.append({f"{part}.{name}": value for part, cells in singles.items() for name, value in cells.items()})
    _judge(contract, path, facts, singles, digest.hexdigest(), rows)
    return loaded


def unit_of(contract: FileContract) -> str:
    """The unit in which the text of a contract's side gives its amounts: as they are written, in yuan where they were padded."""
    scale = contract.row.column(contract.matching.amount).field.type.unit_fen
    return "yuan" if contract.shape == "fixed" else {1: "fen", 1_000_000: "wan"}.get(scale, "yuan")


def _needed(matching: Matching) -> set[str]:
    return {*matching.key, *matching.minus, matching.amount, matching.serial, matching.date, matching.status} - {""}


def columns_of(matching: Matching, names: Sequence[str]) -> Columns:
    """Where the columns of a matching stand among these names."""
    where = {name: number for number, name in enumerate(names)}
    return Columns(count=len(names), key=tuple(where[k] for k in matching.key), amount=where[matching.amount],
                   serial=where.get(matching.serial, -1), day=where.get(matching.date, -1), state=where.get(matching.status, -1),
                   minus=tuple((where[c], text) for c, text in matching.minus.items()))


def _rows(contract: FileContract, lines: list[bytes], wanted: Sequence[str], path: Path) -> bytes:
    codec = codec_of(contract.charset)
    try:
        if contract.shape == "delimited":
            return (b"\n".join(lines).decode(codec) + "\n").encode()
        return _fixed(contract, lines, wanted, codec)
    except (UnicodeDecodeError, struct.error):
        raise Refused(f"{path.name} 有读不懂的行") from None


def _fixed(contract: FileContract, lines: list[bytes], wanted: Sequence[str], codec: str) -> bytes:
    """Only the wanted columns, without their padding; a zero-padded amount as it is written without."""
    columns = [c for c in contract.row.columns if c.name in wanted]
    cut = struct.Struct("".join(f"{c.width}{'s' if c.name in wanted else 'x'}" for c in contract.row.columns))
    readers = [cell_reader(c, contract.charset) for c in columns]
    texts: list[list[str]] = []
    for cells in zip(*cut.iter_unpack(b"".join(lines)), strict=True):
        raws = b"\n".join(cells).decode(codec).split("\n")
        values = {}
        for raw in set(raws):
            with suppress(BadLeaf):
                value = readers[len(texts)](raw)
                values[raw] = format(value, "f") if isinstance(value, Decimal) else str(value) if value is not None else ""
        texts.append([values.get(raw, raw.strip()) for raw in raws])
    return ("\n".join(map(BREAK.join, zip(*texts, strict=True))) + "\n").encode()


def _single(contract: FileContract, part: str, block: Any) -> dict[str, Value]:
    record = contract.record(part)
    if record is None or not marked(block.lines[0], record, contract):
        return {}
    table = tabulate(block, record, contract, lambda *a, **k: None)
    found: dict[str, Value] = {}
    for column, cells in zip(record.columns, table.columns, strict=True):
        with suppress(BadLeaf, IndexError):
            found[column.name] = cell_reader(column, contract.charset)(cells[0])
    return found


def _judge(contract: FileContract, path: Path, facts: Facts, singles: Mapping[str, dict[str, Value]], digest: str, rows: int) -> None:
    """What can be said without looking at the rows. Raises Refused."""
    parts = {"name": parts_of(contract, path.name)[0], **singles}
    if facts.bom or facts.wrong_ends or facts.left_over or facts.too_long[0] or (facts.size and not facts.ended and contract.end):
        raise Refused(f"{path.name} 的版式不合约定")
    for record in contract.records:
        if record.part != "row" and len(parts.get(record.part, {})) != len(record.columns):
            raise Refused(f"{path.name} 的{'头' if record.part == 'header' else '尾'}记录不合约定")
    if len(parts["name"]) != len(contract.name.parts) or any(
            p.same_as and cell(parts, p.same_as) != parts["name"][p.field.path] for p in contract.name.parts):
        raise Refused(f"{path.name} 的文件名不合约定")
    counts = [p for t in contract.totals if t.of == "count" and not t.where for p in t.into]
    if any(cell(parts, p) != rows for p in counts):
        raise Refused(f"{path.name} 的笔数与明细不符")
    if contract.digest is not None and str(cell(parts, contract.digest.into)).lower() != digest:
        raise Refused(f"{path.name} 的摘要与内容不符")


# -- lists without a contract ------------------------------------------------------------------------------------------------


def _of_table(side: Side, path: Path, stream: BinaryIO, out: BinaryIO, before: Loaded | None) -> Loaded:
    head = stream.readline()
    names = _names(side, path, head)
    loaded = before or Loaded(columns=columns_of(side.matching, names), delimiter=side.delimiter, quote=side.quote)
    if len(names) != loaded.columns.count:
        raise UsageError(Problem(Position(str(path), 1), f"{len(names)} 栏", f"{loaded.columns.count} 栏，与前一个文件相同"))
    loaded.starts.append((loaded.rows, path, 1 if side.header else 0))
    decoder = codecs.getincrementaldecoder(codec_of(side.charset))()
    place, last, first = (len(head), b"\n", b"") if side.header else (0, b"\n", head)
    for chunk in _chunks(stream, first):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            found = f"第 {place + error.start} 字节附近不是 {side.charset}"
            raise UsageError(Problem(Position(str(path)), found, f"{side.charset} 文字", "检查对账契约里的 charset")) from None
        data = text.replace("\r\n", "\n").encode()
        loaded.rows += data.count(b"\n")
        place, last = place + len(chunk), chunk[-1:]
        out.write(data)
    if last != b"\n":
        loaded.rows += 1
        out.write(b"\n")
    return loaded


def _chunks(stream: BinaryIO, first: bytes) -> Iterator[bytes]:
    """Pieces that do not end between CR and LF."""
    rest = first
    while chunk := stream.read(CHUNK):
        chunk = rest + chunk
        cut = len(chunk) - 1 if chunk.endswith(b"\r") else len(chunk)
        rest = chunk[cut:]
        yield chunk[:cut]
    if rest:
        yield rest


def _names(side: Side, path: Path, head: bytes) -> list[str]:
    """The columns by name, or by number from 1 where there is no header."""
    try:
        text = head.decode(codec_of(side.charset)).removeprefix("\ufeff").rstrip("\r\n")
    except UnicodeDecodeError:
        raise UsageError(Problem(Position(str(path), 1), f"表头不是 {side.charset}", f"{side.charset} 文字",
                                 "检查对账契约里的 charset")) from None
    reader = csv.reader(io.StringIO(text), delimiter=side.delimiter, quotechar=side.quote or None,
                        quoting=csv.QUOTE_MINIMAL if side.quote else csv.QUOTE_NONE)
    cells = next(reader, [])
    names = cells if side.header else [str(n) for n in range(1, len(cells) + 1)]
    missing = [n for n in sorted(_needed(side.matching)) if n not in names]
    twice = [n for n in sorted(_needed(side.matching)) if names.count(n) > 1]
    if missing or twice:
        found = f"没有列 {'、'.join(missing)}" if missing else f"不止一列叫 {'、'.join(twice)}"
        raise UsageError(Problem(Position(str(path), 1), found, f"表头：{'、'.join(names) or '（空）'}", "检查对账契约里的 columns"))
    return names


def _of_lines(side: Side, path: Path, stream: BinaryIO, out: BinaryIO, before: Loaded | None) -> Loaded:
    names = sorted(_needed(side.matching))
    loaded = before or Loaded(columns=columns_of(side.matching, names), delimiter=BREAK, quote="")
    loaded.starts.append((loaded.rows, path, 0))
    for number, line in enumerate(stream, 1):
        try:
            row = json.loads(line.decode(codec_of(side.charset)), parse_float=str, parse_int=str)
        except (ValueError, RecursionError):
            raise UsageError(Problem(Position(str(path), number), "不是一行 JSON", f"{side.charset} 的 JSON 对象，每行一个")) from None
        cells = [_at(row, name) for name in names]
        if any(sign in cell for cell in cells for sign in (BREAK, "\n", "\r")):
            raise UsageError(Problem(Position(str(path), number), "格里有控制字符", "不含控制字符的文本"))
        out.write((BREAK.join(cells) + "\n").encode())
        loaded.rows += 1
    return loaded


def _at(row: object, path: str) -> str:
    """The text at a dotted path, '' where there is none."""
    node = row
    for part in path.split("."):
        node = node.get(part) if isinstance(node, dict) else None
    return node if isinstance(node, str) else "" if node is None else json.dumps(node, ensure_ascii=False)
