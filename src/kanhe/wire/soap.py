"""SOAP 1.1: the arguments of one operation in an envelope, always UTF-8.

The document of a request holds the arguments, that of a reply the returned parts, or `Fault` with faultcode (its local part), faultstring
and detail. Headers, prefixes and the type attributes of Axis say nothing to us and are passed over; references between elements
(`href`, multiRef) are refused by name.
"""

from __future__ import annotations

import re
from typing import Any

from kanhe.errors import WireError
from kanhe.model.document import Document
from kanhe.wire.xml import DEEPEST, add_element, node_of, parse_xml, written

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
CHARSET = "UTF-8"
_METHOD = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?Body(?:\s[^<>]*)?>\s*<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,80})", re.ASCII)
_LINKS = frozenset({"href", "id"})


def encode_soap(method: str, namespace: str, document: Document, *, reply: bool) -> bytes:
    """The envelope of a call, or of its reply or fault; raises WireError('charset')."""
    parts = [f'<?xml version="1.0" encoding="{CHARSET}"?><soapenv:Envelope xmlns:soapenv="{ENVELOPE}"><soapenv:Body>']
    fault = document.get("Fault") if reply else None
    if fault:
        parts.append("<soapenv:Fault>")
        for name, node in fault.items():
            add_element(name, f"soapenv:{node}" if name == "faultcode" else node, parts)
        parts.append("</soapenv:Fault>")
    else:
        name = f"{method}Response" if reply else method
        parts.append(f'<ns:{name} xmlns:ns="{namespace}">')
        for child, node in document.items():
            add_element(child, node, parts)
        parts.append(f"</ns:{name}>")
    parts.append("</soapenv:Body></soapenv:Envelope>")
    return written(parts, CHARSET)


def decode_soap(data: bytes, method: str, *, reply: bool, repeats: frozenset[str] = frozenset(), limit_depth: int = DEEPEST) -> Document:
    """The arguments of a call, or what its reply returned; raises WireError: charset, syntax, limit."""
    top = parse_xml(data, CHARSET)
    if top.tag != f"{{{ENVELOPE}}}Envelope":
        raise WireError("syntax", f"根元素是 {_local(top.tag)}，应为 SOAP 1.1 的 Envelope")
    body = top.find(f"{{{ENVELOPE}}}Body")
    if body is None or len(body) != 1:
        raise WireError("syntax", f"SOAP Body 里有 {0 if body is None else len(body)} 个元素，应恰好一个")
    element, wanted = body[0], f"{method}Response" if reply else method
    name = _local(element.tag)
    if name not in ((wanted, "Fault") if reply else (wanted,)):
        raise WireError("syntax", f"SOAP Body 里是 {name}，应为 {wanted}")
    _plain(element)
    node = node_of(element, repeats=repeats, limit_depth=limit_depth)
    found: Document = node if isinstance(node, dict) else {}
    if not isinstance(node, dict) and node.strip():
        raise WireError("syntax", f"SOAP 元素 {name} 里只有文字，应为子元素")
    if name != "Fault":
        return found
    code = found.get("faultcode")
    if not isinstance(code, str) or not code.strip():
        raise WireError("syntax", "SOAP Fault 没有 faultcode")
    found["faultcode"] = code.rpartition(":")[2].strip()
    found.pop("faultactor", None)
    if not found.get("detail"):
        found.pop("detail", None)
    return {"Fault": found}


def method_of(data: bytes) -> str:
    """The name of the operation that a call names, '' where there is none; peeked, not parsed."""
    found = _METHOD.search(data)
    return found[1].decode("ascii") if found else ""


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _plain(element: Any) -> None:
    """Names without namespaces, and none of the attributes by which SOAP stacks tell types."""
    for one in element.iter():
        one.tag = _local(one.tag)
        for name in list(one.attrib):
            if name in _LINKS:
                raise WireError("syntax", f"元素 {one.tag} 带 {name}：不支持 SOAP 的 multiRef 引用，应把值直接写在参数里")
            if name[:1] == "{":
                del one.attrib[name]
