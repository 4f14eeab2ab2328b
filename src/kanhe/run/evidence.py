"""A file as the exchange that a report shows: the lines that tell, with the cells by which private values are known and masked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kanhe.files.findings import FileReport, Violation
from kanhe.files.naming import parts_of
from kanhe.files.table import marked
from kanhe.model.contract import Contract, Field, Outcomes
from kanhe.model.document import Document
from kanhe.model.exchange import Exchange, Message
from kanhe.model.file import Cells, FileContract, Record
from kanhe.wire.charset import codec_of

MOST_BYTES, MOST_ROWS = 1 << 12, 20  # of one line; of lines
_MADE: dict[int, tuple[FileContract, Contract]] = {}
ODDLY = "backslashreplace"  # as reports show bytes that are no text, so that what is masked here is found there
_BYTE = re.compile(r"(?:\\x[0-9a-f]{2})+")
ODD = "odd"  # lines that do not fall into their columns: nothing in them is known to be harmless


def evidence(contract: FileContract, report: FileReport, path: Path, violation: Violation | None = None, *, peer: str) -> Exchange:
    """The file's first line and the line of the violation, as something that the peer sent. Raises OSError."""
    with path.open("rb") as stream:
        lines = list(dict.fromkeys(_lines(contract, stream, violation)))
    told = f"{report.name}（{report.rows} 行，{report.size_bytes} 字节）"
    return Exchange(contract=as_message(contract), inbound=True, sent=Message(body=b"".join(lines)), peer=peer,
                    request=_cells(contract, report.parts, lines), notes={"file": told})


def handed(
    contract: FileContract, name: str, data: bytes, *, peer: str, rows: int, keys: Collection[tuple[str, ...]] = (), make: str = ""
) -> Exchange:
    """A file that was handed to the peer, as something that we sent: its first line and the rows with these keys. make: the command that
    makes it."""
    lines = data.splitlines(keepends=True) if contract.end else [data[: contract.records[0].size_bytes]]
    shown = [line[:MOST_BYTES] for number, line in enumerate(lines) if number == 0 or _names(contract, line, keys)][: MOST_ROWS + 1]
    parts = {"name": dict(parts_of(contract, name)[0])}
    return Exchange(contract=as_message(contract), sent=Message(body=b"".join(shown)), peer=peer, request=_cells(contract, parts, shown),
                    notes={"file": f"{name}（{rows} 行，{len(data)} 字节）{make}"})


def _names(contract: FileContract, line: bytes, keys: Collection[tuple[str, ...]]) -> bool:
    return any(all(text.encode(codec_of(contract.charset), ODDLY) in line for text in key) for key in keys)


def _lines(contract: FileContract, stream: BinaryIO, violation: Violation | None) -> Iterator[bytes]:
    size = contract.row.size_bytes if contract.line_end == "none" else 0
    first = contract.records[0].size_bytes
    yield stream.read(min(first, MOST_BYTES)) if size else stream.readline(MOST_BYTES)
    if violation is None or violation.offset < 0:
        return
    if size:
        start = first + (violation.offset - first) // size * size if violation.offset >= first else 0
        stream.seek(start)
        yield stream.read(min(size, MOST_BYTES))
        return
    before = max(0, violation.offset - MOST_BYTES)
    stream.seek(before)
    start = before + stream.read(violation.offset - before).rfind(b"\n") + 1
    stream.seek(start)
    yield stream.readline(MOST_BYTES)


def as_message(contract: FileContract) -> Contract:
    """What a report needs to know of the contract of a message; the operation is the pattern of names, which names nobody."""
    known = _MADE.get(id(contract))
    if known is None or known[0] is not contract:
        known = _MADE[id(contract)] = (contract, _message(contract))
    return known[1]


def _message(contract: FileContract) -> Contract:
    wire = replace(contract.party.wire, transport="file", codec="file", charset=contract.charset, framing=None, seal=None)
    return Contract(id=contract.id, title=contract.title, kind="file", operation=contract.name.pattern,
                    party=replace(contract.party, wire=wire), sender=contract.sender, receiver=contract.receiver,
                    request=tuple(_fields(contract)), reply=(), outcomes=Outcomes(paths=(), classes=()))


def _fields(contract: FileContract) -> Iterator[Field]:
    yield from (replace(p.field, path=f"name.{p.field.path}") for p in contract.name.parts)
    for record in contract.records:
        yield from (replace(c.field, path=f"{record.part}[].{c.name}") for c in record.columns)
    texts = [c.field for r in contract.records for c in r.columns]
    yield from (replace(f, path=f"{ODD}[].{f.means}") for f in {f.means: f for f in texts if f.means}.values())


def _cells(contract: FileContract, parts: Mapping[str, Cells], lines: list[bytes]) -> Document:
    found: Document = {"name": {k: str(v) for k, v in parts.get("name", {}).items()}, ODD: []}
    for line in lines:
        bare = line.rstrip(b"\r\n")
        for record in contract.records:
            texts = _cut(bare, record, contract) if marked(bare, record, contract) else []
            if len(texts) == len(record.columns):
                cells = {c.name: text for c, text in zip(record.columns, texts, strict=True)}
                found.setdefault(record.part, []).append(cells)
                break
        else:
            found[ODD] += [dict.fromkeys(_meanings(contract), text) for text in _cut(bare, contract.row, contract)]
        found[ODD] += [dict.fromkeys(_meanings(contract), text) for text in _whole(bare, contract)]
    return found


def _whole(line: bytes, contract: FileContract) -> list[str]:
    """What is still readable of the cells of a line with bytes that are no text: as it stands in the raw bytes."""
    try:
        line.decode(codec_of(contract.charset))
    except UnicodeDecodeError:
        return [text for cell in _cut(line, contract.row, contract) for text in _BYTE.split(cell) if text]
    return []


def _meanings(contract: FileContract) -> list[str]:
    return [c.field.means for r in contract.records for c in r.columns if c.field.means]


def _cut(line: bytes, record: Record, contract: FileContract) -> list[str]:
    codec = codec_of(contract.charset)
    if contract.shape == "delimited":
        return line.decode(codec, ODDLY).split(contract.delimiter)
    texts, place = [], 0
    for column in record.columns:
        texts.append(line[place : place + column.width].decode(codec, ODDLY).strip(f" {column.pad}" if column.pad != "0" else " "))
        place += column.width
    return texts
