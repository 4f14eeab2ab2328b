"""Writing the same message otherwise: what a receiver that parses and writes anew would never notice (SIG-02)."""

from __future__ import annotations

import re

_CLOSING = re.compile(rb"</[^<>/]+>\s*\Z")


def respaced(body: bytes) -> bytes:
    """The body with a blank where it means nothing: behind the bracket of JSON, between two tags of XML, else at the end."""
    if body[:1] in (b"{", b"["):
        return body[:1] + b" " + body[1:]
    at = body.find(b"><")
    return body[: at + 1] + b"\n" + body[at + 1 :] if at >= 0 else body + b" "


def root_end(body: bytes) -> int:
    """Where the closing tag of an XML message begins, -1 where there is none."""
    found = _CLOSING.search(body)
    return found.start() if found else -1
