"""Values of a field type: an ordinary one, the edges that are still legal, and the neighbours that no longer are.

The amounts are those of the domain document, 2.8 AMT-06 and AMT-04; the texts those of 2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kanhe.contract.draw import Draw
from kanhe.contract.leaf import BadLeaf, reader, write
from kanhe.model.contract import FieldType
from kanhe.model.words import Kind

_CUT = {Kind.DATE: slice(0, 8), Kind.TIME: slice(8, 14)}

Sample = tuple[Any, str]
"""(node as it goes on the wire, Chinese note)."""

AMOUNTS = ("0.01", "0.10", "1.00", "999999.99", "1000000.00", "1000000.01", "9999999.99", "10000000.00", "12345678.90")
BAD_MONEY = (
    ("5.0E7", "科学计数法"), ("1,000.00", "千分位逗号"), ("1.005", "三位小数"), ("100", "没有小数"), ("+1.00", "带加号"),
    ("１００.００", "全角数字"), ("01.00", "前导零"), ("1.0", "一位小数"), ("-0.01", "负数"), ("NaN", "非数"), ("", "空"),
)
BAD_FEN = (("-1", "负数"), ("1.5", "带小数"), ("1e3", "科学计数法"), ("007", "前导零"))
TEXTS = ("O'Brien 置业", "珅昞贸易有限公司", "旸镕堃（南通）公司", "A&B <测试> \"引号\"", "－１２ ，全角", "a|b,c\\d", "𠮷野㐂有限公司")


def ordinary(kind: FieldType, draw: Draw, now: str) -> Any:
    """A value that nobody would object to, as it goes on the wire."""
    if kind.codes:
        return draw.choose(list(kind.codes))
    if kind.kind is Kind.MONEY:
        return write(kind, Decimal(draw.integer(1, 5_000_000)).scaleb(-2))
    if kind.kind in (Kind.DATE, Kind.TIME, Kind.MOMENT):
        return moment(kind, now)
    if kind.kind is Kind.INTEGER:
        return write(kind, max(kind.low, 1))
    if kind.kind is Kind.BOOLEAN:
        return write(kind, True)
    if kind.kind is Kind.DECIMAL:
        return write(kind, Decimal("1").quantize(Decimal(1).scaleb(-kind.scale)))
    if kind.kind is Kind.DIGITS:
        return draw.unique(max(kind.min_length, min(kind.max_length or 10, 10)))
    if kind.max_bytes:
        return "测试"[: kind.max_length or max(1, kind.max_bytes // 2)] if kind.max_bytes > 1 else "A"
    return draw.unique_text(kind.max_length if kind.min_length == kind.max_length else min(kind.max_length or 12, 12))


def unique(kind: FieldType, draw: Draw, now: str) -> Any:
    """A value never used before, as it goes on the wire; for types without room for one, an ordinary value."""
    if kind.kind is Kind.DIGITS:
        return draw.unique(kind.max_length or 12)
    if kind.kind is Kind.TEXT and not kind.codes:
        longest = kind.max_length or kind.max_bytes or 16
        shortest = kind.min_length if kind.max_length else 0
        return draw.unique_text(max(min(longest, 16), shortest))
    if kind.kind is Kind.INTEGER and (not kind.high or kind.high > 10**9):
        return write(kind, draw.counter.next())
    return ordinary(kind, draw, now)


def moment(kind: FieldType, now: str) -> str:
    """The business time `now` (yyyyMMddHHmmss) cut to a date, time or moment type."""
    cut = _CUT.get(kind.kind)
    return now[:14].ljust(kind.max_length or 14, "0") if cut is None else now[cut]


def edges(kind: FieldType, charset: str) -> Iterator[Sample]:
    """Legal values at the edge of the type."""
    for node, note in _edge_candidates(kind, charset):
        if _reads(kind, node, charset):
            yield node, note


def spoils(kind: FieldType, charset: str) -> Iterator[Sample]:
    """Illegal neighbours: each is refused by the type itself."""
    for node, note in _spoil_candidates(kind, charset):
        if not _reads(kind, node, charset):
            yield node, note


def _reads(kind: FieldType, node: Any, charset: str) -> bool:
    try:
        reader(kind, charset)(node)
    except BadLeaf:
        return False
    return True


def _edge_candidates(kind: FieldType, charset: str) -> Iterator[Sample]:
    if kind.codes:
        yield from ((code, f"代码 {code} {name}") for code, name in list(kind.codes.items())[:6])
    elif kind.kind is Kind.MONEY:
        for text in AMOUNTS:
            yield write(kind, Decimal(text)), f"金额 {text}"
    elif kind.kind is Kind.INTEGER:
        for number in sorted({kind.low, kind.high} if kind.high else {1}):
            yield write(kind, number), f"边界 {number}"
    elif kind.kind is Kind.DATE:
        yield from (("20240229", "闰日"), ("20251231", "年末"))
    elif kind.kind is Kind.TEXT and kind.max_bytes and kind.max_length:
        yield "汉" * kind.max_length, f"恰好 {kind.max_length} 字符"
        yield "a", "最短"
        yield from ((text, f"特殊文字 {text}") for text in TEXTS)
    elif kind.kind is Kind.TEXT and kind.max_bytes:
        yield _of_bytes(kind.max_bytes, charset), f"恰好 {kind.max_bytes} 字节"
        yield "A" * kind.max_bytes, f"恰好 {kind.max_bytes} 个半角字符"  # who counts characters, and takes two bytes for each, refuses it
        yield "a", "最短"
        yield from ((text, f"特殊文字 {text}") for text in TEXTS)
    elif kind.kind is Kind.TEXT:
        yield "A" * (kind.max_length or 1), "最长"
        yield "A" * (kind.min_length or 1), "最短"
    elif kind.kind is Kind.DIGITS:
        yield "9" * (kind.max_length or 1), "最长"


def _of_bytes(number: int, charset: str) -> str:
    """A text of so many bytes in the charset, as many wide characters in it as there is room for."""
    wide, rest = divmod(number, len("汉".encode(charset)))
    return "汉" * wide + "a" * rest


def _whole(kind: FieldType, number: int) -> Any:
    return number if kind.json_number else str(number)


def _spoil_candidates(kind: FieldType, charset: str) -> Iterator[Sample]:
    if kind.codes:
        yield from (("~", "不在代码表中"), ("", "空"))
    elif kind.kind in (Kind.MONEY, Kind.DECIMAL):
        if kind.json_number:  # and the same as JSON numbers: a text is refused for being one
            yield from ((Decimal(1).scaleb(-kind.scale - 1) + 1, "多一位小数"), (-1, "负数"))
        elif kind.unit_fen == 1:
            yield from BAD_FEN
        yield from BAD_MONEY
    elif kind.kind is Kind.INTEGER:
        yield from (("x", "不是整数"), (_whole(kind, -1), "负数"), (_whole(kind, kind.high + 1 if kind.high else 10**18), "超出上限"))
    elif kind.kind is Kind.DATE:
        yield from (("20260230", "不存在的日期"), ("２０２６０１０１", "全角数字"), ("2026-01-01", "带横线"), ("", "空"))
    elif kind.kind is Kind.TIME:
        yield from (("250000", "不存在的时刻"), ("", "空"))
    elif kind.kind is Kind.MOMENT:
        yield from (("20260230250000", "不存在的时刻"), ("20260230250000000", "不存在的时刻"), ("", "空"))
    elif kind.kind is Kind.DIGITS:
        yield from (("１" * max(kind.min_length, 1), "全角数字"), ("1" * (kind.max_length + 1), "多一位"), ("", "空"))
        yield "1" * (max(kind.max_length, 2) - 1) + " ", "末位是空格"  # what a lenient number parser strips
    elif kind.kind is Kind.BOOLEAN:
        yield from (("yes", "不是布尔值"),)
    elif kind.max_bytes and kind.max_length:
        yield "汉" * (kind.max_length + 1), "多一个字符"
        yield from (("", "空"),)
    elif kind.max_bytes:
        yield _of_bytes(kind.max_bytes + 1, charset), "多一个字节"
        yield from (("", "空"),)
    else:
        yield from (("A" * (kind.max_length + 1), "多一个字符"), ("汉" * max(kind.min_length, 1), "不是字母数字"), ("", "空"))
        yield "A" * (max(kind.max_length, 2) - 1) + " ", "末位是空格"  # kept, it makes another key of the same number
