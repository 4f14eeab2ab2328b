"""A right file with texts that careless readers stumble over: second bytes that are delimiters, rare signs, full widths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kanhe.contract.leaf import BadLeaf, read
from kanhe.files.sheet import Sheet
from kanhe.model.file import Column, FileContract
from kanhe.wire.charset import codec_of

RARE = ("昞喆旸镕堃", "䶮㛃", "𬭎𠮷", "〇·（）", "张\u3000三")


def awkward(contract: FileContract, sheet: Sheet) -> Sheet:
    """The sheet with such texts in every column of free text that no rule reads and by which no row is known."""
    texts = {c.name: list(_texts(contract, c)) for c in free_columns(contract)}
    changed = [{**row, **{name: some[(number + place) % len(some)] for place, (name, some) in enumerate(texts.items()) if some}}
               for number, row in enumerate(sheet.rows)]
    return replace(sheet, rows=changed)


def free_columns(contract: FileContract) -> list[Column]:
    """The columns of free text by which no row is known and that no rule reads."""
    return [c for c in contract.row.columns if _free(contract, c)]


def _free(contract: FileContract, column: Column) -> bool:
    read_by = {p for r in contract.rules for f in (r.holds, r.where, *r.by, *r.leaves) if f is not None for p in f.paths}
    known = {*contract.matching.key, *(c for u in contract.unique for c in u.columns), *contract.matching.minus}
    return bool(column.field.type.max_bytes) and column.name not in known and not {f"row.{column.name}", f"former.{column.name}"} & read_by


def _texts(contract: FileContract, column: Column) -> Iterator[str]:
    """Those that the column can hold."""
    kind = column.field.type
    wide = len("某".encode(codec_of(contract.charset)))
    trapped = trapped_in(contract.charset, contract.delimiter) if contract.shape == "delimited" else ""
    for text in (trapped, *RARE, "某" * (kind.max_bytes // wide), (trapped + "某") * (kind.max_bytes // wide // (len(trapped) + 1))):
        try:
            if text and contract.delimiter not in text:
                text.encode(codec_of(contract.charset))
                read(kind, text, contract.charset)
                yield text
        except (BadLeaf, UnicodeEncodeError):
            continue


@cache
def trapped_in(charset: str, delimiter: str) -> str:
    """Three ideographs whose last byte is the delimiter, such as 珅 (AB 7C in GBK); '' where the charset has none."""
    codec, wanted = codec_of(charset), delimiter.encode()
    if charset.upper() == "UTF-8":
        return ""
    found = (chr(n) for n in range(0x4E00, 0x9FA6) if chr(n).encode(codec)[-1:] == wanted)
    return "".join(sign for sign, _ in zip(found, range(3), strict=False))
