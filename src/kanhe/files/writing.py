"""A file written from typed values: totals, digest and name are worked out, padding is counted in bytes.

What a writer can do wrong is one step of a Pen each, so that a planted defect replaces one step and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kanhe.errors import HarnessError
from kanhe.files.cells import cell_text, padded
from kanhe.files.naming import cell, name_of
from kanhe.files.sheet import Sheet, parts_of_sheet
from kanhe.model.contract import FieldType
from kanhe.model.file import Column, FileContract, Record
from kanhe.model.formula import Value
from kanhe.model.words import Kind
from kanhe.wire.charset import encode_text
from kanhe.wire.sm import sm3_stream

CHUNK_LINES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """The steps of writing. sheet: what is to be written, before anything is worked out (totals that it says already stay as they are);
    text: one cell; pad: a cell in its bytes, fixed width only; finish: the whole file."""

    sheet: Callable[[FileContract, Sheet], Sheet] = lambda contract, sheet: sheet
    text: Callable[[Column, Value], str] = cell_text
    pad: Callable[[Column, str, str], bytes] = padded
    finish: Callable[[FileContract, bytes], bytes] = lambda contract, data: data


HONEST = Pen()


def write(contract: FileContract, sheet: Sheet, pen: Pen = HONEST) -> tuple[str, bytes]:
    """(name, bytes) of a file. Raises WireError for text that the charset lacks, HarnessError for text that holds the delimiter."""
    sheet = completed(contract, pen.sheet(contract, sheet))
    name = name_of(contract.name, sheet.name)
    return name, pen.finish(contract, b"".join(pieces(contract, sheet, pen)))


def completed(contract: FileContract, sheet: Sheet) -> Sheet:
    """The sheet with every total where header and trailer repeat it, and the parts of the name that the header says; what it says
    already stays."""
    parts = parts_of_sheet(contract, sheet)
    filled: dict[str, dict[str, Value]] = {p: {**_constants(contract.record(p)), **parts[p]} for p in ("header", "trailer")}
    for total in contract.totals:
        for path in total.into:
            part, _, name = path.partition(".")
            record = contract.record(part)
            value = _fitting(record.column(name).field.type if record is not None else None, parts["total"][total.name])
            filled[part].setdefault(name, value)
    named = {p.field.path: cell(filled, p.same_as) for p in contract.name.parts if p.same_as}
    return replace(sheet, name={**named, **sheet.name}, header=filled["header"], trailer=filled["trailer"])


def _constants(record: Record | None) -> dict[str, Value]:
    return {c.name: c.field.constant for c in record.columns if c.field.constant is not None} if record is not None else {}


def _fitting(kind: FieldType | None, value: Value) -> Value:
    """An amount of no rows is 0.00."""
    return Decimal("0.00") if value is None and kind is not None and kind.kind is Kind.MONEY else value


def pieces(contract: FileContract, sheet: Sheet, pen: Pen = HONEST) -> Iterator[bytes]:
    """The bytes of a completed sheet, record by record in bounded pieces."""
    digest, over = sm3_stream(), contract.digest.over if contract.digest is not None else ()

    def told(part: str, data: bytes) -> bytes:
        if part in over:
            digest.update(data)
        return data

    if contract.header is not None:
        yield told("header", _line(contract, contract.header, sheet.header, pen))
    constants = _constants(contract.row)
    for start in range(0, len(sheet.rows), CHUNK_LINES):
        rows = sheet.rows[start : start + CHUNK_LINES]
        yield told("row", b"".join(_line(contract, contract.row, {**constants, **row}, pen) for row in rows))
    if contract.trailer is not None:
        cells: dict[str, Any] = dict(sheet.trailer)
        if contract.digest is not None:
            text = digest.hexdigest()
            cells.setdefault(contract.digest.into.partition(".")[2], text.upper() if contract.digest.case == "upper" else text)
        yield _line(contract, contract.trailer, cells, pen)


def _line(contract: FileContract, record: Record, cells: Mapping[str, Value], pen: Pen) -> bytes:
    texts = [(column, pen.text(column, cells.get(column.name))) for column in record.columns]
    if contract.shape == "fixed":
        return b"".join(pen.pad(column, text, contract.charset) for column, text in texts) + contract.end
    for column, text in texts:
        if contract.delimiter in text or "\n" in text or "\r" in text:
            raise HarnessError(f"{column.name}（{column.field.title}）“{text[:40]}”里有分隔符或换行，{contract.id} 写不出")
    return encode_text(contract.delimiter.join(text for _, text in texts), contract.charset) + contract.end
