"""One schema per message that reading an XSD or generating from it can give: name of the snapshot -> the file, or edits of it."""
# ruff: noqa: E501 - schemas are read more easily in one line

from __future__ import annotations

_HEAD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'


def _typed(simple: str) -> str:
    return f'{_HEAD}<xs:element name="a">\n<xs:simpleType>{simple}</xs:simpleType>\n</xs:element>\n</xs:schema>'


def _restricted(base: str, facets: str) -> str:
    return _typed(f'\n<xs:restriction base="xs:{base}">\n{facets}\n</xs:restriction>')


XSD: dict[str, str | bytes] = {
    "xml-syntax": f"{_HEAD}<xs:element name='a'>",
    "not-a-schema": "<html>\n<body/></html>",
    "doctype": '<?xml version="1.0"?>\n<!DOCTYPE xs:schema [<!ENTITY e "x">]>\n' + _HEAD + "</xs:schema>",
    "libxml2-refuses": _restricted("decimal", '<xs:maxLength value="3"/>'),
    "elsewhere-http": f'{_HEAD}<xs:import namespace="urn:x" schemaLocation="http://example.org/x.xsd"/>\n<xs:element name="a"/></xs:schema>',
    "elsewhere-above": f'{_HEAD}<xs:include schemaLocation="../other.xsd"/>\n<xs:element name="a"/></xs:schema>',
    "include-missing": f'{_HEAD}<xs:include schemaLocation="other.xsd"/>\n<xs:element name="a"/></xs:schema>',
    "no-element": f'{_HEAD}<xs:simpleType name="t"><xs:restriction base="xs:string"/></xs:simpleType></xs:schema>',
    "endless": f'{_HEAD}<xs:element name="a" type="T"/>\n<xs:complexType name="T"><xs:sequence><xs:element name="b" type="T"/></xs:sequence></xs:complexType></xs:schema>',
    "abstract-root": f'{_HEAD}<xs:element name="a" abstract="true" type="xs:int"/></xs:schema>',
    "entity": _restricted("ENTITY", ""),
    "pattern-block": _restricted("string", r'<xs:pattern value="\p{IsKatakanaPhoneticExtensions}+"/>').replace("IsKatakanaPhoneticExtensions", "IsCherokee"),
    "pattern-too-many-times": _restricted("string", '<xs:pattern value="(ab){30000}"/>'),
    "pattern-too-many-states": _restricted("string", '<xs:pattern value="(a|b)*a(a|b){18}"/>'),
    "pattern-against-length": _restricted("string", '<xs:pattern value="(abc)+"/><xs:length value="4"/>'),
    "pattern-against-value": _restricted("decimal", '<xs:pattern value="9[0-9]{3}"/><xs:maxInclusive value="5"/>'),
    "range-empty": _restricted("decimal", '<xs:minExclusive value="1.1"/><xs:maxExclusive value="1.2"/><xs:fractionDigits value="1"/>'),
    "too-long": _restricted("string", '<xs:minLength value="900000"/>'),
    "too-long-with-pattern": _restricted("string", '<xs:pattern value="[a-z]*"/><xs:minLength value="9000"/>'),
    "qname-with-prefix": _restricted("QName", '<xs:enumeration value="xs:string"/>'),
    "two-things": f'{_HEAD}<xs:element name="a"><xs:complexType><xs:sequence>\n<xs:element name="b" type="xs:ENTITIES"/>\n<xs:element name="c" type="xs:ENTITY"/>\n</xs:sequence></xs:complexType></xs:element></xs:schema>',
    "keys-exhausted": f"""{_HEAD}<xs:element name="a"><xs:complexType><xs:sequence><xs:element name="b" type="xs:boolean" minOccurs="3" maxOccurs="3"/></xs:sequence></xs:complexType>
<xs:unique name="each"><xs:selector xpath="b"/><xs:field xpath="."/></xs:unique></xs:element></xs:schema>""",
}
