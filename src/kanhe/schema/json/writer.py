"""Values as JSON text: numbers exactly, what the charset lacks as an escape."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

_SIGNS = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_NEEDS_CARE = re.compile(r'["\\\x00-\x1f\u2028\u2029]')


def write(value: Any, charset: str = "utf-8") -> bytes:
    """The message."""
    parts: list[str] = []
    _write(value, parts)
    text = "".join(parts)
    try:
        return text.encode(charset)
    except UnicodeEncodeError:
        return "".join(sign if _can(sign, charset) else _escaped(sign) for sign in text).encode(charset)


def _write(value: Any, parts: list[str]) -> None:
    if isinstance(value, str):
        parts.append(_quoted(value))
    elif value is None or isinstance(value, bool):
        parts.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, dict):
        for number, (name, item) in enumerate(value.items()):
            parts.append(f"{',' if number else '{'}{_quoted(name)}:")
            _write(item, parts)
        parts.append("}" if value else "{}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            parts.append("," if number else "[")
            _write(item, parts)
        parts.append("]" if value else "[]")
    else:
        parts.append(f"{value:f}" if isinstance(value, Decimal) else str(value))


def _quoted(text: str) -> str:
    return f'"{_NEEDS_CARE.sub(lambda found: _SIGNS.get(found[0]) or _escaped(found[0]), text)}"'


def _escaped(sign: str) -> str:
    units = sign.encode("utf-16-be")
    return "".join(f"\\u{units[k]:02x}{units[k + 1]:02x}" for k in range(0, len(units), 2))


def _can(sign: str, charset: str) -> bool:
    try:
        sign.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
