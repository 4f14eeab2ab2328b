"""What libxml2 says of a breach of each constraint, so that labels can be held against an opinion that is not ours."""

from __future__ import annotations

import re

from kanhe.schema.obligation import Obligation
from kanhe.schema.xsd.judge import Fault

_FACETS = ("length", "minLength", "maxLength", "pattern", "minInclusive", "minExclusive", "maxInclusive", "maxExclusive", "totalDigits",
           "fractionDigits", "enumeration")
_NOT_EXPECTED = "This element is not expected|Missing child element|No matching global"
_SAYS = {
    "minOccurs": _NOT_EXPECTED, "maxOccurs": _NOT_EXPECTED, "name": _NOT_EXPECTED, "namespace": _NOT_EXPECTED, "sequence": _NOT_EXPECTED,
    "choice": _NOT_EXPECTED, "any": f"{_NOT_EXPECTED}|is not allowed", "content": f"{_NOT_EXPECTED}|not allowed",
    "nillable": "not 'nillable'|must be the empty|is allowed,? because the element (is|was) 'nilled'",
    "use": "is required but missing", "fixed": "fixed value", "attributes": "is not allowed|[Nn]o matching global attribute",
    "element": "[Cc]haracter content", "empty": "[Cc]haracter content", "simple": "Element content is not allowed",
    "abstract": f"abstract|{_NOT_EXPECTED}",
    "xsi:type": "does not resolve", "key": "Duplicate key-sequence|Not all fields of key", "unique": "Duplicate key-sequence",
    "keyref": "No match found for key-sequence", "datatype": "is not a valid value of", "item": "is not a valid value of|facet",
    "member": "is not a valid value of the (local )?union type",
}
_AT_PARENT = ("minOccurs", "maxOccurs", "name", "namespace", "sequence", "choice", "any", "content", "abstract", "simple", "key", "unique",
              "keyref")


def agrees(obligation: Obligation, faults: list[Fault]) -> str:
    """'' where libxml2's first fault is the one that the label names, else what is wrong."""
    word = re.split(r"[=, ]", obligation.constraint)[0]
    first, wanted = faults[0], rf"\[facet '{word}'\]" if word in _FACETS else _SAYS[word]
    if not re.search(wanted, first.message):
        return f"{obligation}: {first.message}"
    path = re.sub(r"\([^)]*\)", "", obligation.path).partition("/@")[0]
    near = word in _AT_PARENT and (first.path or path).startswith(path.rsplit("/", 1)[0])
    if first.path != path and not near:
        return f"{obligation}: at {first.path}"
    others = {fault.path for fault in faults} - {first.path}
    return "" if not others or _follows(faults) else f"{obligation}: also at {others}"


def _follows(faults: list[Fault]) -> bool:
    """Whether the other faults only follow from the first: a key that lacks a field because the field's element is wrong."""
    return all(re.search("Not all fields of key|Warning", fault.message) for fault in faults[1:] if fault.path != faults[0].path)
