"""Check digits of Chinese identifiers. Home of python-stdnum. Vectors: domain document 4.1 to 4.4."""

from __future__ import annotations

import re
from typing import Any

from stdnum import luhn as _luhn
from stdnum.cn import uscc as _uscc
from stdnum.iso7064 import mod_11_2, mod_11_10

_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def uscc(text: Any) -> bool:
    """GB 32100 unified social credit code, and the GB 11714 organisation code inside it (which stdnum does not look at)."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{18}", text, re.ASCII) or not _uscc.is_valid(text):
        return False
    organisation = text[8:17]
    rest = 11 - sum(w * _ORG_ALPHABET.index(c) for w, c in zip(_ORG_WEIGHTS, organisation, strict=False)) % 11
    return organisation[8] == {10: "X", 11: "0"}.get(rest, str(rest))


def resident_id(text: Any) -> bool:
    """GB 11643: 17 digits with a real birth date, ISO 7064 MOD 11-2 check digit (X upper case)."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{17}[0-9X]", text, re.ASCII):
        return False
    from datetime import date

    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return bool(mod_11_2.is_valid(text))


def bank_no(text: Any) -> bool:
    """12-digit bank number, ISO 7064 MOD 11,10 (empirical: 26 of 26 real numbers pass)."""
    return isinstance(text, str) and re.fullmatch(r"[0-9]{12}", text, re.ASCII) is not None and bool(mod_11_10.is_valid(text))


def luhn(text: Any) -> bool:
    """Luhn check digit of card numbers."""
    return isinstance(text, str) and re.fullmatch(r"[0-9]{12,19}", text, re.ASCII) is not None and bool(_luhn.is_valid(text))
