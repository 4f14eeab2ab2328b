"""A file as header line, blocks of row lines and trailer line, read in a stream of bounded size.

Theory of operation. Only the bytes 0A and 0D are looked for, and in none of the charsets can they be part of a longer character, so
lines can be cut before decoding (delimiters cannot: 珅 is AB 7C). The last line that is not empty is held back until the end of
the file, because only then it is known to be the trailer. What is wrong with line ends is noted and put right, so that the rest can
be judged all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from kanhe.model.file import FileContract

CHUNK = 1 << 20
LONGEST_LINE = 1 << 16
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some lines in a row. lines: without their ends; first: number of the first (from 1); offset: where it starts; data: all bytes."""

    part: str
    lines: list[bytes]
    first: int
    offset: int
    data: bytes
    step: int = 0  # size of a record where there are no line ends

    def start(self, index: int) -> int:
        """The byte offset of a line, counted from the start of the file."""
        if self.step:
            return self.offset + index * self.step
        place = 0
        for _ in range(index):
            place = self.data.index(b"\n", place) + 1
        return self.offset + place


@dataclass(slots=True)
class Facts:
    """What was noticed about the file as a whole; places are (line, offset)."""

    size: int = 0
    bom: bytes = b""
    ended: bool = True  # the last line has its end
    wrong_ends: int = 0
    first_wrong: tuple[int, int] = (0, -1)
    blank: tuple[int, int] = (0, -1)  # where empty lines at the end begin
    too_long: tuple[int, int] = (0, -1)
    left_over: int = 0  # bytes that make no whole record
    last: tuple[int, int] = (1, 0)


def scan_file(contract: FileContract, stream: BinaryIO, facts: Facts) -> Iterator[Block]:
    """The blocks of a file by its contract's way of ending records."""
    if contract.line_end == "none":
        header, trailer = (r.size_bytes if r is not None else 0 for r in (contract.header, contract.trailer))
        return scan_fixed(stream, facts, sizes=(header, contract.row.size_bytes, trailer))
    return scan(stream, facts, end=contract.end, header=contract.header is not None, trailer=contract.trailer is not None)


def scan(stream: BinaryIO, facts: Facts, *, end: bytes, header: bool, trailer: bool) -> Iterator[Block]:
    """The blocks of a file whose lines end with `end`, in order: header, rows, trailer; those that are asked for."""
    buffer = _after_bom(stream, facts)
    cutter = _Cutter(facts, end, header)
    while True:
        chunk = stream.read(CHUNK)
        facts.size += len(chunk)
        buffer += chunk
        if not chunk:
            break
        stop = _held(buffer)
        if stop:
            yield from cutter.cut(buffer[:stop])
            buffer = buffer[stop:]
        elif len(buffer) > max(LONGEST_LINE, CHUNK):
            facts.too_long = (cutter.number, cutter.offset)
            return
    body = buffer.rstrip(b"\r\n")
    if not body:
        if buffer:
            facts.blank = (cutter.number, cutter.offset)
        return
    tail = buffer[len(body) :]
    facts.ended = b"\n" in tail
    line_end = tail[: tail.index(b"\n") + 1] if facts.ended else tail
    facts.last = (cutter.number, cutter.offset)
    if len(tail) > len(line_end):
        facts.blank = (cutter.number + 1, cutter.offset + len(body) + len(line_end))
    yield from cutter.cut(body + line_end, "trailer" if trailer and not cutter.header else "")


def _after_bom(stream: BinaryIO, facts: Facts) -> bytes:
    head = stream.read(4)
    facts.size += len(head)
    facts.bom = next((mark for mark in BOMS if head.startswith(mark)), b"")
    return head[len(facts.bom) :]


def _held(buffer: bytes) -> int:
    """Where the last line that is not empty begins."""
    return buffer.rfind(b"\n", 0, len(buffer.rstrip(b"\r\n"))) + 1


class _Cutter:
    """Cuts whole lines into blocks and keeps count of lines and bytes."""

    def __init__(self, facts: Facts, end: bytes, header: bool) -> None:
        self.facts, self.end, self.header = facts, end, header
        self.number, self.offset = 1, len(facts.bom)

    def cut(self, data: bytes, part: str = "") -> Iterator[Block]:
        """The blocks of some whole lines; the very first line is the header where there is one."""
        if self.header:
            self.header = False
            size = data.find(b"\n") + 1 or len(data)
            yield self._block("header", data[:size])
            data = data[size:]
        if data:
            yield self._block(part or "row", data)

    def _block(self, part: str, data: bytes) -> Block:
        lines = data.removesuffix(b"\n").split(b"\n")
        whole = data.endswith(b"\n")
        right = data.count(b"\r\n") == (len(lines) if whole else len(lines) - 1) if self.end == b"\r\n" else b"\r" not in data
        if not right or self.end == b"\r\n":
            if not right:
                self._note(lines, whole)
            lines = [line.removesuffix(b"\r") for line in lines]
        block = Block(part=part, lines=lines, first=self.number, offset=self.offset, data=data)
        self.number += len(lines)
        self.offset += len(data)
        return block

    def _note(self, lines: list[bytes], whole: bool) -> None:
        wanted = self.end == b"\r\n"
        place = self.offset
        for index, line in enumerate(lines):
            if line.endswith(b"\r") != wanted and (whole or index < len(lines) - 1):
                if not self.facts.wrong_ends:
                    self.facts.first_wrong = (self.number + index, place)
                self.facts.wrong_ends += 1
            place += len(line) + 1


def scan_fixed(stream: BinaryIO, facts: Facts, *, sizes: tuple[int, int, int]) -> Iterator[Block]:
    """The same for records without line ends; sizes of header, row and trailer in bytes, 0 where there is none."""
    header, row, trailer = sizes
    buffer = _after_bom(stream, facts)
    number, offset, step = 1, len(facts.bom), row * max(1, CHUNK // row)
    while True:
        chunk = stream.read(CHUNK)
        facts.size += len(chunk)
        buffer += chunk
        if header and len(buffer) >= header:
            yield Block(part="header", lines=[buffer[:header]], first=number, offset=offset, data=buffer[:header], step=header)
            buffer, offset, number, header = buffer[header:], offset + header, number + 1, 0
        size = min(step, (len(buffer) - trailer) // row * row) if not header else 0
        while size > 0:
            yield _rows(buffer[:size], row, number, offset)
            buffer, offset, number = buffer[size:], offset + size, number + size // row
            size = min(step, (len(buffer) - trailer) // row * row)
        if not chunk:
            break
    facts.last = (number, offset)
    if trailer and len(buffer) >= trailer:
        facts.left_over = len(buffer) - trailer
        last = buffer[len(buffer) - trailer :]
        yield Block(part="trailer", lines=[last], first=number, offset=offset + facts.left_over, data=last, step=trailer)
    else:
        facts.left_over = len(buffer)


def _rows(data: bytes, row: int, number: int, offset: int) -> Block:
    lines = [data[i : i + row] for i in range(0, len(data), row)]
    return Block(part="row", lines=lines, first=number, offset=offset, data=data, step=row)
