"""A payment schema with every sort of constraint deep in it, and eight peers that each forget one of them."""
# ruff: noqa: E501 - schemas and patterns are read more easily in one line

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kanhe.schema.xsd.generate import Schema, read_schema
from tests.shared import shared

NAME = "pain.001.001.03"
Edit = tuple[str, str]

# What the published schema lacks: identity constraints, a union, a second pattern.
DRESS: tuple[Edit, ...] = (
    ('<xs:element name="Document" type="Document"/>',
     '<xs:element name="Document" type="Document">'
     '<xs:unique name="payment"><xs:selector xpath="p:CstmrCdtTrfInitn/p:PmtInf"/><xs:field xpath="p:PmtInfId"/></xs:unique>'
     '<xs:key name="instruction"><xs:selector xpath="p:CstmrCdtTrfInitn/p:PmtInf/p:CdtTrfTxInf"/><xs:field xpath="p:PmtId/p:EndToEndId"/></xs:key>'
     '<xs:keyref name="related" refer="p:instruction"><xs:selector xpath="p:CstmrCdtTrfInitn/p:PmtInf/p:CdtTrfTxInf/p:PmtId"/>'
     '<xs:field xpath="p:InstrId"/></xs:keyref>'
     "</xs:element>"),
    ('name="InstrForDbtrAgt" type="Max140Text"', 'name="InstrForDbtrAgt" type="Routing"'),
    ('name="MobNb" type="PhoneNumber"', 'name="MobNb" type="MobileNumber"'),
    ('<xs:simpleType name="Max15NumericText">',
     '<xs:simpleType name="Routing"><xs:union memberTypes="Rank Word"/></xs:simpleType>'
     '<xs:simpleType name="Rank"><xs:restriction base="xs:integer"><xs:minInclusive value="1"/><xs:maxInclusive value="99"/></xs:restriction></xs:simpleType>'
     '<xs:simpleType name="Word"><xs:restriction base="xs:string"><xs:pattern value="[A-Z]{3,8}"/></xs:restriction></xs:simpleType>'
     '<xs:simpleType name="MobileNumber"><xs:restriction base="PhoneNumber"><xs:pattern value=".*[0-9]{4}"/></xs:restriction></xs:simpleType>'
     '<xs:simpleType name="Memo"><xs:restriction base="xs:string"><xs:minLength value="1"/></xs:restriction></xs:simpleType>'
     '<xs:simpleType name="Max15NumericText">'),
    ('<xs:schema ', '<xs:schema xmlns:p="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03" '),
)


@dataclass(frozen=True, slots=True)
class Lax:
    """A peer that forgets: how its schema differs, and what must be found: the last names of the path, and the constraint."""

    name: str
    edits: tuple[Edit, ...]
    path: str
    constraint: str


_AMOUNT = '<xs:fractionDigits value="5"/>\n            <xs:totalDigits value="18"/>'
_REFERS = ('<xs:keyref name="related" refer="p:instruction"><xs:selector xpath="p:CstmrCdtTrfInitn/p:PmtInf/p:CdtTrfTxInf/p:PmtId"/>'
           '<xs:field xpath="p:InstrId"/></xs:keyref>')
PEERS = (
    Lax("totalDigits", ((_AMOUNT, '<xs:fractionDigits value="5"/>'),), "CdtTrfTxInf/Amt/InstdAmt", "totalDigits=18"),
    Lax("keyref", ((_REFERS, ""),), "PmtInf/CdtTrfTxInf/PmtId", "keyref=related"),
    Lax("maxLength + 1", (('<xs:maxLength value="140"/>', '<xs:maxLength value="141"/>'),), "CdtTrfTxInf/UltmtCdtr/Nm", "maxLength=140"),
    Lax("union member bound", (('<xs:minInclusive value="1"/><xs:maxInclusive value="99"/>', '<xs:minInclusive value="1"/>'),),
        "CdtTrfTxInf/InstrForDbtrAgt", "member 1 maxInclusive=99"),
    Lax("unbounded memo", (('name="Ustrd" type="Max140Text"', 'name="Ustrd" type="Memo"'),), "CdtTrfTxInf/RmtInf/Ustrd", "maxLength=140"),
    Lax("fractionDigits", ((_AMOUNT, '<xs:totalDigits value="18"/>'),), "CdtTrfTxInf/Amt/InstdAmt", "fractionDigits=5"),
    Lax("unique", (('<xs:unique name="payment"><xs:selector xpath="p:CstmrCdtTrfInitn/p:PmtInf"/><xs:field xpath="p:PmtInfId"/></xs:unique>',
                    ""),), "CstmrCdtTrfInitn/PmtInf", "unique=payment"),
    Lax("extra pattern", (('<xs:pattern value=".*[0-9]{4}"/>', ""),), "CdtTrfTxInf/Cdtr/CtctDtls/MobNb", "pattern=.*[0-9]{4}"),
)


def text(*edits: Edit) -> str:
    """The dressed schema with further edits; each must change something."""
    found = shared(f"samples/iso20022/xsd/{NAME}.xsd").read_text("utf-8")
    for old, new in (*DRESS, *edits):
        assert old in found, old
        found = found.replace(old, new, 1)
    return found


def schema(folder: Path, *edits: Edit) -> Schema:
    """The dressed schema, compiled."""
    path = folder / "payment.xsd"
    path.write_text(text(*edits), encoding="utf-8")
    return read_schema(path, path.name)
