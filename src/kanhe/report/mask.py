"""The one sink through which every report text passes: secrets by value, and private fields by the vocabulary's word.

A mask keeps the length in characters and the first and last signs, so that two people can still speak of the same account.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Iterator

from kanhe.model.contract import Catalogue
from kanhe.model.document import spread
from kanhe.model.exchange import Exchange
from kanhe.report.words import visible

_ID = r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])"
_CARD = r"(?<![0-9])62[0-9]{14,17}(?![0-9])"
_ALWAYS = re.compile(f"{_ID}|{_CARD}")
_ALWAYS_BYTES = re.compile(f"{_ID}|{_CARD}".encode())
_TOKEN = re.compile(r"[0-9A-Za-z]{10,64}")
CHARSETS = ("utf-8", "gb18030")


class Mask:
    """Masks texts and bytes. secrets: values that must appear nowhere, in no encoding.

    Accounts and ids that were seen in one exchange are masked wherever they turn up later, in texts that belong to no exchange too.
    """

    def __init__(self, catalogue: Catalogue, secrets: Iterable[str] = ()) -> None:
        self._private = {w for w, m in catalogue.vocabulary.items() if m.private}
        self._secrets = sorted({form for s in secrets if len(s) >= 6 for form in forms(s)}, key=len, reverse=True)
        self._seen: set[str] = set()
        self._on = os.environ.get("KANHE_MASK", "1") != "0"

    def text(self, text: str, *exchanges: Exchange) -> str:
        """The text without secrets, resident ids, card numbers and the private values of these exchanges, fit to be printed."""
        text = visible(text)
        if not self._on:
            return text
        for form in self._secrets:
            text = text.replace(form, "*" * len(form))
        for value in sorted({v for e in exchanges for v in self._values(e)}, key=len, reverse=True):
            text = text.replace(value, hidden(value))
            if len(value) >= 8:
                for form in encoded(value):
                    text = text.replace(form, "*" * len(form))
        text = _TOKEN.sub(lambda m: hidden(m[0]) if m[0] in self._seen else m[0], text)
        return _ALWAYS.sub(lambda m: hidden(m[0]), text)

    def data(self, data: bytes, charset: str, exchange: Exchange) -> bytes:
        """Raw bytes with secrets and private values overwritten in place, length unchanged."""
        if not self._on:
            return data
        for form in self._secrets:
            data = _over(data, form, "*" * len(form), charset)
        for value in sorted(self._values(exchange), key=len, reverse=True):
            data = _over(data, value, hidden(value), charset)
        return _ALWAYS_BYTES.sub(lambda m: hidden(m[0].decode()).encode(), data)

    def _values(self, exchange: Exchange) -> set[str]:
        found: set[str] = set()
        for fields, document in ((exchange.contract.request, exchange.request), (exchange.contract.reply, exchange.reply)):
            for field in fields:
                if field.means in self._private and document is not None:
                    found |= {node for _, node in spread(document, field.path) if isinstance(node, str) and _worth(node)}
        self._seen |= {v for v in found if _TOKEN.fullmatch(v)}
        return found


def _worth(value: str) -> bool:
    """Short codes say nothing about anybody; a name of two characters does."""
    return len(value) >= (6 if value.isascii() else 2)


def _over(data: bytes, old: str, new: str, charset: str) -> bytes:
    for name in dict.fromkeys((charset, *CHARSETS)):
        try:
            before, after = old.encode(name), new.encode(name)
        except UnicodeEncodeError:
            continue
        data = data.replace(before, after if len(after) == len(before) else b"*" * len(before))
    return data


def hidden(value: str) -> str:
    """A value with its middle replaced by `*`; ASCII values keep four signs at the end, names their first."""
    if value.isascii():
        return value[:2] + "*" * (len(value) - 6) + value[-4:] if len(value) > 8 else "*" * len(value)
    return value[0] + "＊" * (len(value) - 1)


def forms(secret: str) -> Iterator[str]:
    """A secret as it is and in every encoding in which it might be printed."""
    yield secret
    yield from encoded(secret)


def encoded(value: str) -> Iterator[str]:
    """Hex and base64 of the value in UTF-8 and GBK; base64 also as it looks in the midst of something longer."""
    for charset in CHARSETS:
        try:
            data = value.encode(charset, "surrogatepass" if charset == "utf-8" else "strict")
        except UnicodeEncodeError:
            continue  # nobody can have printed it in this charset
        yield data.hex()
        yield data.hex().upper()
        for shift in range(3):
            code = base64.b64encode(b"\0" * shift + data).decode()
            core = code[-(-shift * 8 // 6) : (shift + len(data)) * 8 // 6]
            if len(core) >= 8:
                yield core
