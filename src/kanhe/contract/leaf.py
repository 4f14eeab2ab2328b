"""One leaf of a message: text or JSON value to a typed value and back, strictly.

Amounts and digits are matched by ASCII patterns before anything is converted: `int` and `Decimal` accept signs, spaces, underscores
and full-width digits, which no counterparty may send.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kanhe.model.contract import FieldType
from kanhe.model.formula import Value
from kanhe.model.words import Kind

Reader = Callable[[object], Value]
LONGEST_KNOWN, MOST_KNOWN = 64, 1024


class BadLeaf(ValueError):
    """A leaf is not of its type; both texts are Chinese."""

    def __init__(self, found: str, right: str) -> None:
        self.found, self.right = found, right
        super().__init__(f"{found}，应为 {right}")


def read(kind: FieldType, node: object, charset: str = "UTF-8") -> Value:
    """The typed value of a leaf; money as Decimal yuan. Raises BadLeaf."""
    return reader(kind, charset)(node)


_READERS: dict[tuple[int, str], tuple[FieldType, Reader]] = {}


def reader(kind: FieldType, charset: str = "UTF-8") -> Reader:
    """A reader made once per type and charset."""
    key = (id(kind), charset)
    known = _READERS.get(key)
    if known is None or known[0] is not kind:
        known = _READERS[key] = (kind, _remembering(_MAKERS[kind.kind](kind, charset)))
    return known[1]


def _remembering(read: Reader) -> Reader:
    """The reader, which does not read a short text twice: rules ask for the same leaf again and again."""
    known: dict[str, Value] = {}

    def remembered(node: object) -> Value:
        if type(node) is not str:  # 1, True and Decimal(1) are one key
            return read(node)
        value = known.get(node)
        if value is None:
            value = read(node)
            if len(node) <= LONGEST_KNOWN:
                if len(known) >= MOST_KNOWN:
                    known.clear()
                known[node] = value
        return value

    return remembered


_WIDEST = {"GBK": 2, "GB18030": 2, "UTF-8": 3}  # bytes of the ideographs U+4E00 to U+9FA5, all of which they have
_SIGNS, _NO_CONTROLS = "[ -~\u4e00-\u9fa5]", "[^\0-\x1f\x7f]"
_of_signs = re.compile(f"{_SIGNS}*").fullmatch
_DAY = ("(?!0000)[0-9]{4}(?:(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])(?:29|30)"
        "|(?:0[13578]|1[02])31)")  # every day but 29 February
_HOUR = "(?:[01][0-9]|2[0-3])(?:[0-5][0-9]){2}"


def sure(kind: FieldType, charset: str) -> str:
    """A pattern of texts that are surely right; `read` decides about every other one. '' where JSON carries no text."""
    if kind.kind is Kind.BOOLEAN or kind.json_number:
        return ""
    if kind.kind is Kind.CODE:
        return "|".join(re.escape(code) for code in kind.codes)
    if kind.kind in (Kind.DATE, Kind.TIME, Kind.MOMENT):
        whole = _HOUR if kind.kind is Kind.TIME else _DAY + ("" if kind.kind is Kind.DATE else _HOUR)
        return whole + "[0-9]" * (kind.max_length - 14)
    if kind.kind is Kind.INTEGER:
        return "" if kind.high else "0|-?[1-9][0-9]{0,17}"
    if kind.pattern is not None:
        return kind.pattern.pattern
    if kind.max_length:  # counts characters
        return f"[ -~]{{{kind.min_length},{kind.max_length}}}"
    low, high, wide = kind.min_length, kind.max_bytes, _wide(kind, charset)
    ideographs = f"|{_SIGNS}{{{low},{wide}}}" if wide >= low else ""
    return f"[ -~]{{{low},{high}}}{ideographs}" if high else ""


def all_sure(patterns: Sequence[str]) -> Callable[[Iterable[str]], bool]:
    """Whether each of some texts fits its pattern of `sure`, asked with one pattern. Ideographs are asked for once for all texts: compiling
    their class takes a millisecond wherever it stands."""
    joined = "\0".join(f"(?:{pattern})" for pattern in patterns)
    match = re.compile(joined.replace(_SIGNS, _NO_CONTROLS), re.ASCII).fullmatch
    plain = _SIGNS not in joined

    def fit(texts: Iterable[str]) -> bool:
        text = "\0".join(texts)
        return match(text) is not None and (plain or text.isascii() or _of_signs(text.replace("\0", "")) is not None)

    return fit


def _wide(kind: FieldType, charset: str) -> int:
    """So many ideographs surely have room in a text; -1 where nothing is known about them."""
    widest = _WIDEST.get(charset.upper(), 0)
    return kind.max_bytes // widest if widest and not kind.max_length else -1


def write(kind: FieldType, value: Value) -> Any:
    """The leaf of a typed value: text with the type's scale, or a JSON number where the type says so. Raises BadLeaf."""
    return _WRITERS[kind.kind](kind, value)


def _write_text(kind: FieldType, value: Value) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _write_digits(kind: FieldType, value: Value) -> Any:
    if isinstance(value, int) and kind.min_length == kind.max_length:
        return str(value).zfill(kind.max_length)
    return _write_text(kind, value)


def _write_moment(kind: FieldType, value: Value) -> Any:
    text = _write_text(kind, value)
    return text if len(text) == kind.max_length or isinstance(value, bool) else text[:14].ljust(kind.max_length, "0")


def _write_date(kind: FieldType, value: Value) -> Any:
    return _write_text(kind, value)[:8]


def _write_decimal(kind: FieldType, value: Value) -> Any:
    number = Decimal(str(value))
    return number if kind.json_number else format(number, "f")


def _write_integer(kind: FieldType, value: Value) -> Any:
    whole = int(str(value))
    return whole if kind.json_number else str(whole)


def _write_boolean(kind: FieldType, value: Value) -> Any:
    truth = value if isinstance(value, bool) else str(value) == "true"
    return truth if kind.json_number else "true" if truth else "false"


def _write_money(kind: FieldType, value: Value) -> Any:
    fen = Decimal(str(value)) * 100
    units = fen / kind.unit_fen
    if kind.unit_fen == 1:
        whole = int(fen)
        if whole != fen:
            raise BadLeaf(f"{value} 元", "整数分")
        return whole if kind.json_number else str(whole)
    rounded = units.quantize(Decimal(1).scaleb(-kind.scale))
    if rounded != units:
        raise BadLeaf(f"{value} 元", f"至多 {kind.scale} 位小数的 {kind.text}")
    return rounded if kind.json_number else format(rounded, "f")


def _need_text(kind: FieldType, node: object) -> str:
    if not isinstance(node, str):
        raise BadLeaf(_show(node), f"文本 {kind.text}")
    return node


def _show(node: object) -> str:
    if node is None:
        return "null"
    text = node if isinstance(node, str) else repr(node)
    return f"“{text[:60]}{'…' if len(text) > 60 else ''}”"


def _money(kind: FieldType, _: str) -> Reader:
    match = kind.pattern.fullmatch if kind.pattern else None
    assert match is not None
    factor = Decimal(kind.unit_fen).scaleb(-2)
    plain = kind.unit_fen == 100
    text_kind = kind.text

    def read_money(node: object) -> Value:
        if isinstance(node, str) and not kind.json_number:
            text = node
        elif kind.json_number and isinstance(node, (int, Decimal)) and not isinstance(node, bool):
            text = str(node) if isinstance(node, int) else format(node, "f")
        else:
            raise BadLeaf(_show(node), f"{'JSON 数' if kind.json_number else '文本'} {text_kind}")
        if not match(text):
            raise BadLeaf(_show(node), f"{text_kind}（{_hint(kind)}）")
        return Decimal(text) if plain else Decimal(text) * factor

    return read_money


def _hint(kind: FieldType) -> str:
    if kind.unit_fen == 1:
        return "整数分，无符号无分隔"
    exactly = kind.unit_fen == 100 and not kind.json_number
    return f"{'元' if kind.unit_fen == 100 else '万元'}，{'恰好' if exactly else '至多'} {kind.scale} 位小数，无逗号、无指数"


def _decimal(kind: FieldType, _: str) -> Reader:
    match = kind.pattern.fullmatch if kind.pattern else None
    assert match is not None

    def read_decimal(node: object) -> Value:
        number = isinstance(node, (int, Decimal)) and not isinstance(node, bool)
        if number != kind.json_number and not (isinstance(node, str) and not kind.json_number):
            raise BadLeaf(_show(node), kind.text)
        text = node if isinstance(node, str) else str(node) if isinstance(node, int) else format(node, "f")
        if not match(text):
            raise BadLeaf(_show(node), f"{kind.text}，至多 {kind.scale} 位小数")
        return Decimal(text)

    return read_decimal


def _integer(kind: FieldType, _: str) -> Reader:
    match = kind.pattern.fullmatch if kind.pattern else None
    assert match is not None

    def read_integer(node: object) -> Value:
        if kind.json_number and isinstance(node, int) and not isinstance(node, bool):
            whole = node
        elif isinstance(node, str) and not kind.json_number and match(node):
            whole = int(node)
        else:
            raise BadLeaf(_show(node), f"整数 {kind.text}")
        if kind.high and not kind.low <= whole <= kind.high:
            raise BadLeaf(str(whole), f"{kind.low} 到 {kind.high} 的整数")
        return whole

    return read_integer


def _boolean(kind: FieldType, _: str) -> Reader:
    def read_boolean(node: object) -> Value:
        if isinstance(node, bool):
            return node
        if node in ("true", "false") and not kind.json_number:
            return node == "true"
        raise BadLeaf(_show(node), "true 或 false")

    return read_boolean


def _code(kind: FieldType, _: str) -> Reader:
    codes = kind.codes

    def read_code(node: object) -> Value:
        if isinstance(node, str) and node in codes:
            return node
        if kind.json_number and isinstance(node, int) and str(node) in codes:
            return str(node)
        raise BadLeaf(_show(node), f"代码 {' '.join(list(codes)[:12])}")

    return read_code


def _pattern(kind: FieldType, _: str) -> Reader:
    match = kind.pattern.fullmatch if kind.pattern else None
    assert match is not None

    def read_pattern(node: object) -> Value:
        if isinstance(node, str) and match(node):
            return node
        raise BadLeaf(_show(node), kind.text)

    return read_pattern


def _text(kind: FieldType, charset: str) -> Reader:
    if kind.pattern is not None:
        return _pattern(kind, charset)
    low, high = kind.min_length, kind.max_bytes
    if high == 0:
        return lambda node: node  # type: ignore[return-value]
    most, wide = kind.max_length or high, _wide(kind, charset)

    def read_text(node: object) -> Value:
        if isinstance(node, str) and low <= len(node) <= most and (
                (node.isascii() and node.isprintable()) or (len(node) <= wide and _of_signs(node))):
            return node  # what `sure` says, without a pattern for every length
        text = _need_text(kind, node)
        if len(text) * 4 > high or not text.isascii():
            try:
                size = len(text) if text.isascii() else len(text.encode(charset))
            except UnicodeEncodeError as error:
                raise BadLeaf(f"“{text[error.start]}”不能用 {charset} 表示", f"{charset} 字符") from None
            if size > high:
                raise BadLeaf(f"{size} 字节", f"至多 {high} 字节（{charset}）")
        if kind.max_length and len(text) > kind.max_length:
            raise BadLeaf(f"{len(text)} 字符", f"至多 {kind.max_length} 字符")
        if len(text) < low:
            raise BadLeaf("空" if not text else f"{len(text)} 字符", f"至少 {low} 字符")
        if not text.isprintable() and any(ord(c) < 0x20 for c in text):
            raise BadLeaf("含控制字符", "不含控制字符的文本")
        return text

    return read_text


def _moment(kind: FieldType, charset: str) -> Reader:
    width, is_date = kind.max_length, kind.kind is Kind.DATE
    pattern = kind.pattern
    assert pattern is not None
    match = re.compile(sure(kind, charset), re.ASCII).fullmatch

    def read_moment(node: object) -> Value:
        if isinstance(node, str) and match(node):
            return node
        if not isinstance(node, str) or not pattern.fullmatch(node):
            raise BadLeaf(_show(node), f"{width} 位数字的{'日期' if is_date else '时间'}")
        if not (_real_time(node) if kind.kind is Kind.TIME else _real(node[:14])):
            raise BadLeaf(_show(node), f"真实存在的{'日期' if is_date else '时间'}")
        return node

    return read_moment


@lru_cache(maxsize=8192)
def _real(text: str) -> bool:
    """Whether yyyyMMdd or yyyyMMddHHmmss names a moment that exists."""
    try:
        datetime(int(text[:4]), int(text[4:6]), int(text[6:8]), int(text[8:10] or 0), int(text[10:12] or 0), int(text[12:14] or 0))
    except ValueError:
        return False
    return True


def _real_time(text: str) -> bool:
    return text[:2] < "24" and text[2:4] < "60" and text[4:6] < "60"


_MAKERS: dict[Kind, Callable[[FieldType, str], Reader]] = {
    Kind.MONEY: _money, Kind.DECIMAL: _decimal, Kind.INTEGER: _integer, Kind.BOOLEAN: _boolean, Kind.CODE: _code,
    Kind.DIGITS: _pattern, Kind.TEXT: _text, Kind.DATE: _moment, Kind.TIME: _moment, Kind.MOMENT: _moment,
}
_WRITERS: dict[Kind, Callable[[FieldType, Value], Any]] = {
    Kind.MONEY: _write_money, Kind.DECIMAL: _write_decimal, Kind.INTEGER: _write_integer, Kind.BOOLEAN: _write_boolean,
    Kind.CODE: _write_text, Kind.DIGITS: _write_digits, Kind.TEXT: _write_text, Kind.DATE: _write_date, Kind.TIME: _write_text,
    Kind.MOMENT: _write_moment,
}
