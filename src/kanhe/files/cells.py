"""One cell: the text between delimiters or inside its bytes, to a typed value and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from itertools import filterfalse

from kanhe.contract.leaf import BadLeaf, reader, write
from kanhe.model.file import Column
from kanhe.model.formula import Value
from kanhe.model.words import Kind
from kanhe.wire.charset import encode_text

ReadCell = Callable[[str], Value]
ReadColumn = Callable[[Sequence[str]], "tuple[Sequence[Value], dict[str, BadLeaf]]"]
SAMPLE = 64  # texts that tell whether a column's texts are mostly different
NUMBERS = (Kind.MONEY, Kind.DECIMAL, Kind.INTEGER)


def cell_reader(column: Column, charset: str) -> ReadCell:
    """The typed value of a raw cell text (with its padding), None for an empty optional cell. Raises BadLeaf."""
    read = reader(column.field.type, charset)
    constant, required = column.field.constant, column.field.required

    def read_cell(raw: str) -> Value:
        text = unpadded(column, raw) if column.width else raw
        if not text and not required:
            return None
        if constant is not None and text != constant:
            raise BadLeaf(f"“{text[:40]}”", f"固定写 {constant}")
        return read(text)

    return read_cell


def column_reader(column: Column, charset: str, *, wanted: bool = True) -> ReadColumn:
    """Reads the texts of a column together: (the values, None for a text that is wrong; text -> what is wrong).

    wanted: whether anybody asks for the values, else they are none and only what is wrong is looked for. Where the type is no more than
    a pattern, distinct texts are matched without a call for each, and texts that are mostly different all at once; what does not match
    is read again one by one, so the single reader decides.
    """
    read, pattern, made = cell_reader(column, charset), _pattern(column), _made(column) if wanted else None
    matched = pattern.fullmatch if pattern is not None else None
    nothing = None if column.field.required else " " * column.width
    at_once = _at_once(column, pattern, nothing, wanted=wanted) if pattern is not None else None

    def read_column(raws: Sequence[str]) -> tuple[Sequence[Value], dict[str, BadLeaf]]:
        sample = set(raws[:SAMPLE])
        if len(sample) == 1 and raws.count(raws[0]) == len(raws):  # one text for all
            values, bad = distinct(sample)
            return ([values[raws[0]] if values is not None else raws[0]] * len(raws) if wanted else ()), bad
        if at_once is not None and len(sample) > SAMPLE // 4 and at_once("\n".join(raws)):
            found = raws if made is None or not wanted else list(map(made, raws))
            return (found if nothing is None else [cell or None for cell in found]) if wanted else (), {}
        values, bad = distinct(set(raws))
        return (raws if values is None else list(map(values.__getitem__, raws))) if wanted else (), bad

    def distinct(texts: Collection[str]) -> tuple[dict[str, Value] | None, dict[str, BadLeaf]]:
        bad: dict[str, BadLeaf] = {}
        values: dict[str, Value] = {}
        if matched is not None:
            wrong = list(filterfalse(matched, texts))
            if made is None and not wrong:
                return None, bad
            if wanted:
                right = set(texts).difference(wrong) if wrong else texts
                values = dict(zip(right, map(made, right) if made is not None else right, strict=True))
            texts = wrong
        for text in texts:
            if text == nothing:
                values[text] = None
                continue
            try:
                values[text] = read(text)
            except BadLeaf as error:
                bad[text] = error
                values[text] = None
        return values, bad

    return read_column


def _at_once(column: Column, pattern: re.Pattern[str], nothing: str | None, *, wanted: bool) -> Callable[[str], object] | None:
    """A test that only right texts pass, joined by line feeds, which no pattern of `_pattern` knows; None where some may be no amount."""
    if nothing is not None and wanted and column.field.type.kind is Kind.MONEY:
        return None
    one = f"(?:{pattern.pattern})" if nothing is None else f"(?:{pattern.pattern}|{re.escape(nothing)})"
    return re.compile(f"(?>{one}\n)*{one}", re.ASCII).fullmatch


def _pattern(column: Column) -> re.Pattern[str] | None:
    """What only right texts are, padding included; None where there is no pattern for them. Its signs are digits, letters, `.`, `_`, `-`
    and blanks."""
    kind = column.field.type
    if kind.pattern is None or column.field.constant is not None or kind.codes or kind.kind not in (Kind.DIGITS, Kind.TEXT, Kind.MONEY):
        return None
    if not column.width:
        return kind.pattern if kind.kind is not Kind.MONEY or kind.unit_fen == 100 else None
    if kind.kind is not Kind.MONEY and column.align == "left" and column.pad == " ":
        return re.compile(f"(?:{kind.pattern.pattern}) *", re.ASCII)
    if kind.kind is Kind.MONEY and kind.unit_fen == 100 and column.pad == "0" and not column.sign and "-" not in kind.pattern.pattern[:1]:
        return re.compile(f"0*(?:{kind.pattern.pattern})", re.ASCII)
    return None


def _made(column: Column) -> Callable[[str], Value] | None:
    """How a matched text becomes its value; None where it is its own."""
    if column.field.type.kind is Kind.MONEY:
        return Decimal
    return str.rstrip if column.width else None


def unpadded(column: Column, raw: str) -> str:
    """The text without its padding; BadLeaf where the padding is on the wrong side."""
    if not raw.strip(" "):
        return ""
    if column.align == "left":
        text = raw.rstrip(column.pad)
        if text.startswith(" "):
            raise BadLeaf(f"“{raw[:40]}”前面是空格", "靠左写，右边补空格")
        return text
    sign = raw[0] if column.sign else ""
    if column.sign and sign not in "+-":
        raise BadLeaf(f"“{raw[:40]}”没有正负号", "首位写 + 或 -")
    text = raw[len(sign) :].lstrip(column.pad)
    if text.endswith(" ") or (column.pad == "0" and raw.startswith(" ")):
        raise BadLeaf(f"“{raw[:40]}”的填充", "靠右写，左边补" + (" 0" if column.pad == "0" else "空格"))
    if column.pad == "0" and column.field.type.kind in NUMBERS:
        _whole_fraction(column, raw)
        text = f"0{text}" if not text or text.startswith(".") else text
    return f"-{text}" if sign == "-" else text


def _whole_fraction(column: Column, raw: str) -> None:
    scale = column.field.type.scale
    if scale and len(raw.rpartition(".")[2]) != scale:
        raise BadLeaf(f"“{raw[:40]}”", f"恰好 {scale} 位小数")


def cell_text(column: Column, value: Value) -> str:
    """The text of a typed value without padding. Raises BadLeaf for what the type cannot hold."""
    if value is None:
        return ""
    kind = column.field.type
    if column.width and kind.kind is Kind.DECIMAL and isinstance(value, Decimal):
        value = value.quantize(Decimal(1).scaleb(-kind.scale))
    return str(write(kind, value))


def padded(column: Column, text: str, charset: str) -> bytes:
    """The text in exactly `width` bytes; raises BadLeaf where it does not fit. Padding is counted in bytes, not in characters."""
    sign = ""
    if column.sign:
        sign, text = ("-", text[1:]) if text.startswith("-") else ("+", text)
    data = encode_text(text, charset)
    room = column.width - len(sign) - len(data)
    if room < 0:
        raise BadLeaf(f"{len(data)} 字节", f"至多 {column.width} 字节（{charset}）")
    if not text and not column.field.required:
        return b" " * column.width
    pad = column.pad.encode("ascii") * room
    return data + pad if column.align == "left" else sign.encode("ascii") + pad + data
