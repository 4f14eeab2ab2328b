"""The built-in simple types: how each is written, what it is compared by, and its own limits (XML Schema part 2, section 3)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kanhe.schema.moments import KINDS, duration, moment

_NAME = r"\i\c*"
_NCNAME = r"[\i-[:]][\c-[:]]*"
_SPACED = "(([^ \t\n\r])( ?[^ \t\n\r])*)?"
_URI = r"([a-z]{3,5}://[a-z0-9]+(/[A-Za-z0-9._~=&,-]+)*|urn:[a-z0-9:.-]*[a-z0-9]|[A-Za-z0-9._~-]*)"


@dataclass(frozen=True, slots=True)
class Builtin:
    """family says how values are made; lexical is a pattern that admits them (None: any text)."""

    name: str
    family: str  # text | regular | decimal | float | moment | duration | base64
    space: str = "collapse"
    lexical: str | None = None
    low: int | None = None
    high: int | None = None

    @property
    def whole(self) -> bool:
        """Whether it is an integer type."""
        return self.family == "decimal" and self.name != "decimal"


def _table() -> dict[str, Builtin]:
    rows = [
        Builtin("string", "text", "preserve"), Builtin("anySimpleType", "text", "preserve"), Builtin("normalizedString", "text", "replace"),
        Builtin("token", "text", lexical=_SPACED), Builtin("language", "regular", lexical="[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
        Builtin("Name", "regular", lexical=_NAME), Builtin("NCName", "regular", lexical=_NCNAME),
        Builtin("ID", "regular", lexical=_NCNAME), Builtin("IDREF", "regular", lexical=_NCNAME),
        Builtin("NMTOKEN", "regular", lexical=r"\c+"), Builtin("QName", "regular", lexical=_NCNAME),
        Builtin("NOTATION", "regular", lexical=r"(\i\c*:)?\i\c*"), Builtin("anyURI", "regular", lexical=_URI),
        Builtin("boolean", "regular", lexical="true|false|1|0"), Builtin("hexBinary", "regular", lexical="([0-9a-fA-F]{2})*"),
        Builtin("base64Binary", "base64"), Builtin("float", "float"), Builtin("double", "float"), Builtin("duration", "duration"),
        Builtin("decimal", "decimal"), Builtin("integer", "decimal"), Builtin("nonPositiveInteger", "decimal", high=0),
        Builtin("negativeInteger", "decimal", high=-1), Builtin("nonNegativeInteger", "decimal", low=0),
        Builtin("positiveInteger", "decimal", low=1), *(Builtin(kind, "moment") for kind in KINDS),
    ]
    for bits, name in ((64, "long"), (32, "int"), (16, "short"), (8, "byte")):
        rows.append(Builtin(name, "decimal", low=-(1 << bits - 1), high=(1 << bits - 1) - 1))
        rows.append(Builtin(f"unsigned{name.capitalize()}", "decimal", low=0, high=(1 << bits) - 1))
    return {row.name: row for row in rows}


BUILTINS = _table()
LISTS = {"NMTOKENS": "NMTOKEN", "IDREFS": "IDREF"}
REFUSED = ("ENTITY", "ENTITIES")  # need a DOCTYPE, which no message may have
_DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?|-?INF|NaN", re.ASCII)
_HEX = re.compile(r"([0-9a-fA-F]{2})*", re.ASCII)


def value(name: str, text: str) -> Any:
    """What a text means, as something that compares with its like; None where it is no value of the built-in type.

    The names and URIs are taken as they are: their patterns are asked where they are made.
    """
    kind = BUILTINS[name]
    if kind.family == "decimal":
        if not (_INTEGER if kind.whole else _DECIMAL).fullmatch(text):
            return None
        number = Decimal(text)
        inside = (kind.low is None or number >= kind.low) and (kind.high is None or number <= kind.high)
        return number if inside else None
    if kind.family == "float":
        return float(text.replace("INF", "inf")) if _FLOAT.fullmatch(text) else None
    if kind.family == "moment":
        return moment(name, text)
    if kind.family == "duration":
        return duration(text)
    if name == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text)
    if name == "hexBinary":
        return bytes.fromhex(text) if _HEX.fullmatch(text) else None
    if kind.family == "base64":
        return _octets(text)
    return text


def _octets(text: str) -> bytes | None:
    packed = text.replace(" ", "")
    try:
        found = base64.b64decode(packed.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return found if base64.b64encode(found).decode() == packed else None


def length(name: str, text: str) -> int | None:
    """What the length facets count: octets of binary types, else characters; None where they count nothing."""
    if name in ("QName", "NOTATION"):
        return None
    if name in ("hexBinary", "base64Binary"):
        found = value(name, text)
        return len(found) if found is not None else None
    return len(text)
