"""JSON messages with exact numbers. Home of simplejson.

The standard decoder keeps the last of two equal keys, reads 67.89 and 67.88 at seventeen digits as equal, and accepts NaN.
"""

from __future__ import annotations

import re
from decimal import (
    Clamped,
    Context,
    Decimal,
    DecimalException,
    Inexact,
    InvalidOperation,
    Overflow,
    Rounded,
    Subnormal,
    Underflow,
)
from typing import Any

import simplejson

from kanhe.errors import WireError
from kanhe.wire.charset import codec_of, decode_bytes, encode_text

LONGEST_NUMBER = 400  # digits, and the largest exponent: 1e999999999 would cost whoever expands it all his memory
# A string may lack its end, and there is one way only to read it: one pass over the text whatever it holds.
_BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*"?|[\[\]{}]', re.DOTALL)
# Exact or not at all: whatever would be rounded, clamped or cannot be held is a signal. The method is C, a hook of our own is not.
_decimal = Context(prec=LONGEST_NUMBER, Emax=LONGEST_NUMBER, Emin=-LONGEST_NUMBER,
                   traps=[Clamped, Inexact, InvalidOperation, Overflow, Rounded, Subnormal, Underflow]).create_decimal
_HALVES = re.compile("[\ud800-\udfff]")


def encode_json(document: Any, charset: str = "UTF-8") -> bytes:
    """Compact text; Decimal as written. Raises WireError: charset for a character, syntax for a number that JSON cannot write."""
    try:
        text: str = _ENCODER.encode(document)
    except ValueError as error:
        raise WireError("syntax", f"不能写成 JSON：{error}") from None
    if "NaN" in text or "Infinity" in text:
        _refuse_nan(document)
    return encode_text(text, charset)


def _strange(value: Any) -> Any:
    raise ValueError(f"{type(value).__name__} 类型的值")


def _refuse_nan(node: Any) -> None:
    if isinstance(node, Decimal) and not node.is_finite():
        raise WireError("syntax", f"不能写成 JSON：数字 {node}")
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _refuse_nan(child)


def decode_json(data: bytes, *, charset: str = "UTF-8", limit_depth: int = 256) -> Any:
    """int and Decimal for numbers; raises WireError: charset, syntax (also duplicate keys, NaN), limit (depth, digits)."""
    text = decode_bytes(data, charset)
    if text.count("[") + text.count("{") > limit_depth:
        _check_depth(text, limit_depth, charset)
    try:
        node = _DECODER.decode(text)
    except simplejson.JSONDecodeError as error:
        raise WireError("syntax", f"JSON 写法有误：{error.msg.replace('%r', repr(text[error.pos : error.pos + 1]))}",
                        offset=_bytes_before(text, error.pos, charset)) from None
    except DecimalException:
        raise WireError("limit", f"有数字超过 {LONGEST_NUMBER} 位，或指数超过 {LONGEST_NUMBER}") from None
    except RecursionError:
        raise WireError("limit", f"JSON 嵌套超过 {limit_depth} 层") from None
    if "\\u" in text:
        _check_halves(node)
    return node


def _bytes_before(text: str, position: int, charset: str) -> int:
    return len(text[:position].encode(codec_of(charset)))


def _check_depth(text: str, limit: int, charset: str) -> None:
    depth = 0
    for found in _BRACKETS.finditer(text):
        if found[0] in "[{":
            depth += 1
            if depth > limit:
                raise WireError("limit", f"JSON 嵌套超过 {limit} 层", offset=_bytes_before(text, found.start(), charset))
        elif found[0] in "]}":
            depth -= 1


def _check_halves(node: Any) -> None:
    """An escape \\ud800 without its other half is no character; nobody could write it down again."""
    if isinstance(node, str):
        found = _HALVES.search(node)
        if found:
            raise WireError("charset", f"JSON 里有半个字符 \\u{ord(found[0]):04x}，代理项应成对")
    elif isinstance(node, dict):
        for key, child in node.items():
            _check_halves(key)
            _check_halves(child)
    elif isinstance(node, list):
        for child in node:
            _check_halves(child)


def _integer(text: str) -> int | Decimal:
    if len(text) > LONGEST_NUMBER:
        raise WireError("limit", f"数字有 {len(text)} 位，上限 {LONGEST_NUMBER}")
    return int(text) if text != "-0" else Decimal(text)


def _constant(text: str) -> Decimal:
    raise WireError("syntax", f"JSON 里有 {text}，应为数字或 null")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(k for k, _ in pairs if k in seen or seen.add(k))  # type: ignore[func-returns-value]
        shown = twice[:80].encode("utf-8", "backslashreplace").decode()
        raise WireError("syntax", f"JSON 的键 {shown} 出现了两次，应只有一次")
    return found


# Made once: simplejson's own `dumps` and `loads` make them anew for every message.
_ENCODER = simplejson.JSONEncoder(ensure_ascii=False, use_decimal=True, separators=(",", ":"), allow_nan=False, default=_strange)
_DECODER = simplejson.JSONDecoder(parse_float=_decimal, parse_int=_integer, object_pairs_hook=_pairs, parse_constant=_constant)
