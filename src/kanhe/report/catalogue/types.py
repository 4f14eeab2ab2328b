"""A field's type in words: what may stand there, and how long it may be, in bytes of the contract's charset where they count."""

from __future__ import annotations

import re

from kanhe.model.contract import Field, FieldType
from kanhe.model.words import Kind

CODES = re.compile(r"code\((.+)\)", re.DOTALL)
SHORT_LIST = 8  # codes that are written into the cell itself
DAYS = {Kind.DATE: "日期 yyyyMMdd", Kind.TIME: "时间 HHmmss", Kind.BOOLEAN: "是或否（true、false）"}


def code_table(kind: FieldType) -> str:
    """The name of the code list, '' for a type without one."""
    found = CODES.fullmatch(kind.text)
    return found[1] if found else ""


def told(kind: FieldType) -> str:
    """What may stand there."""
    if kind.text == "list":
        return "列表"
    if kind.kind is Kind.MOMENT:
        return "时刻 yyyyMMddHHmmss" + ("SSS" if kind.max_length == 17 else "")
    if kind.kind is Kind.MONEY:
        unit = {1: "整数分", 100: "元", 1_000_000: "万元"}.get(kind.unit_fen, "元")
        return f"金额，{unit}" + (f"，{kind.scale} 位小数" if kind.scale else "") + ("，可为负" if "±" in kind.text else "")
    if kind.kind is Kind.DECIMAL:
        return f"小数，至多 {kind.scale} 位" + ("，可为负" if "±" in kind.text else "")
    if kind.kind is Kind.INTEGER:
        return "整数" + (f" {kind.low} 到 {kind.high}" if kind.low or kind.high else "")
    if kind.kind is Kind.CODE:
        return "代码"
    if kind.kind is Kind.DIGITS:
        return "数字"
    return DAYS.get(kind.kind) or ("文字" if kind.max_bytes or not kind.max_length else "字母数字 - _ .")


def size(kind: FieldType, charset: str) -> str:
    """How long, `1~60 字节` in the charset or `=6 位`; '' where the type says it all."""
    if kind.max_bytes and kind.max_length:
        return f"{kind.min_length or 0}~{kind.max_length} 字符"
    if kind.max_bytes:
        return f"{kind.min_length or 0}~{kind.max_bytes} 字节（{charset}）"
    if kind.kind is Kind.MONEY or kind.kind is Kind.DECIMAL:
        digits = re.search(r"\(±?([0-9]+)", kind.text)
        return f"整数至多 {digits[1]} 位" if digits else ""
    if kind.kind in (Kind.TEXT, Kind.DIGITS) and kind.max_length:
        return f"{kind.max_length} 位" if kind.min_length == kind.max_length else f"{kind.min_length}~{kind.max_length} 位"
    return ""


def needed(field: Field, *, reply: bool) -> str:
    """Whether it must be there."""
    if not field.required:
        return "可无"
    return "成功时必填" if reply and not field.always else "必填"
