"""Values of another type, and texts of another format, that real programs take for what was asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

_NULL = ("null", None)
TYPES: dict[str, tuple[tuple[str, Any], ...]] = {
    "string": (("number", 1), ("boolean", True), _NULL), "integer": (("text", "1"), ("fraction", Decimal("1.5")), ("boolean", True), _NULL),
    "number": (("text", "1.00"), ("boolean", True), _NULL), "boolean": (("text", "true"), ("number", 1), _NULL),
    "array": (("object", {}), ("text", ""), _NULL), "object": (("array", []), ("text", ""), _NULL), "null": (("text", ""), ("number", 0)),
}
KINDS = {"number": "integer", "text": "string", "fraction": "number", "boolean": "boolean", "null": "null", "array": "array",
         "object": "object"}
"""What type the traps are."""
FORMATS: dict[str, tuple[str, ...]] = {
    "date": ("2026-02-29", "20260228", "2026-2-8", "2026/02/28", "２０２６-02-28", "2026-02-28T00:00:00Z", ""),
    "date-time": ("2026-02-28T12:00:00", "2026-02-28 12:00:00", "2026-02-29T00:00:00Z", "2026-02-28T24:00:00Z", "2026-02-28", ""),
    "time": ("12:00", "12:00:00", "24:00:00Z", ""), "uuid": ("7f0d9c1e00004000800000000000000", "not-a-uuid", ""),
    "email": ("nobody", "a@b@c", "甲@乙", ""), "ipv4": ("256.1.1.1", "1.2.3", "01.2.3.4"), "ipv6": ("1::2::3", "12345::"),
    "hostname": ("-a", "a_b", ""), "uri": ("/relative", "甲", ""), "duration": ("1 day", "P", "P1.5D"), "regex": ("[a", "(")
}
