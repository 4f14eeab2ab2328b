"""Texts that are no values of a built-in type, though real programs take them for some."""

from __future__ import annotations

from kanhe.schema.xsd.builtin import BUILTINS

_NUMBERS = ("1,000.00", "１００", "1e3", "0x10", "1 000", "--1", "1.0.0", "", "NaN", "1_000", "壹佰", "+", "1.")
_BY_NAME: dict[str, tuple[str, ...]] = {
    "boolean": ("TRUE", "yes", "Y", "2", "是", ""),
    "date": ("20260228", "2026-02-29", "2026-2-8", "2026/02/28", "28.02.2026", "2026-02-28T00:00:00", "２０２６-02-28", ""),
    "dateTime": ("2026-02-28 12:00:00", "2026-02-29T00:00:00", "20260228120000", "2026-02-28T12:00", "2026-02-28T24:00:01",
                 "2026-02-28T12:00:60", "2026-02-28T12:00:00+0800", "2026-02-28", ""),
    "time": ("120000", "12:00", "24:00:01", "12:00:60", "9:00:00", "12:00:00 PM", ""),
    "gYear": ("26", "2026年", "0000", ""), "gYearMonth": ("202602", "2026-13", "2026-2", ""), "gMonthDay": ("02-28", "--02-30", ""),
    "gMonth": ("02", "--13", "--2", ""), "gDay": ("28", "---32", "---1", ""),
    "duration": ("1 day", "P", "PT", "P1S", "P1.5D", "-1", "P-1D", ""),
    "hexBinary": ("0", "0g", "0x0A", "0A 0B", ""), "base64Binary": ("AAA", "A===", "AA-_", "A*==", ""),
    "anyURI": ("%zz", "[", "a#b#c"), "language": ("zh_CN", "toolonglanguage", "中文", ""),
    "Name": ("1a", "-a", "a b", "a/b", ""), "NCName": ("1a", "a:b", "a b", "a/b", ""), "ID": ("1a", "a:b", "a b", ""),
    "IDREF": ("1a", "a:b", "a b", ""), "NMTOKEN": ("a b", "a/b", "（甲）", ""), "QName": ("1a", "a:b:c", ":a", ""),
    "NOTATION": ("no-such-notation",),
}


def traps(name: str) -> tuple[str, ...]:
    """Such texts for a built-in type; none where every text is a value."""
    kind = BUILTINS[name]
    if name in _BY_NAME:
        return _BY_NAME[name]
    if kind.family == "decimal":
        ends = [str(end) for end in (kind.high is not None and kind.high + 1, kind.low is not None and kind.low - 1) if end is not False]
        return (*(["1.5"] if kind.whole else []), *ends, *_NUMBERS)
    return ("1,000.00", "１００", "1e", "infinity", "nan", "0x1p3", "") if kind.family == "float" else ()
