"""JSON messages with exact numbers. Home of simplejson.

The standard decoder keeps the last of two equal keys, reads 67.89 and 67.88 at seventeen digits as equal, and accepts NaN.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import simplejson

from kanhe.errors import WireError
from kanhe.wire.charset import decode_bytes

LONGEST_NUMBER = 400
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')


def encode_json(document: Any) -> bytes:
    """Compact UTF-8; Decimal as written."""
    text: str = simplejson.dumps(document, ensure_ascii=False, use_decimal=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def decode_json(data: bytes, *, charset: str = "UTF-8", limit_depth: int = 256) -> Any:
    """int and Decimal for numbers; raises WireError: charset, syntax (also duplicate keys, NaN), limit (depth)."""
    text = decode_bytes(data, charset)
    if text.count("[") + text.count("{") > limit_depth:
        _check_depth(text, limit_depth)
    try:
        return simplejson.loads(text, use_decimal=True, parse_int=_integer, object_pairs_hook=_pairs, parse_constant=_constant)
    except simplejson.JSONDecodeError as error:
        raise WireError("syntax", f"JSON 写法有误：{error.msg}", offset=len(text[: error.pos].encode())) from None
    except RecursionError:
        raise WireError("limit", f"JSON 嵌套超过 {limit_depth} 层") from None


def _check_depth(text: str, limit: int) -> None:
    depth = 0
    for found in _BRACKETS.finditer(text):
        if found[0] in "[{":
            depth += 1
            if depth > limit:
                raise WireError("limit", f"JSON 嵌套超过 {limit} 层", offset=found.start())
        elif found[0] in "]}":
            depth -= 1


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise WireError("limit", f"数字有 {len(text)} 位，上限 {LONGEST_NUMBER}")
    return int(text)


def _constant(text: str) -> Decimal:
    raise WireError("syntax", f"JSON 里有 {text}")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [k for k, _ in pairs]
        twice = next(k for k in names if names.count(k) > 1)
        raise WireError("syntax", f"JSON 的键 {twice} 出现了两次")
    return found
