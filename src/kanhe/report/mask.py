"""The one sink through which every report text passes: secrets by value, and private fields by the vocabulary's word.

A mask keeps the length in characters and the first and last signs, so that two people can still speak of the same account.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable

from kanhe.model.contract import Catalogue, Contract
from kanhe.model.document import spread
from kanhe.model.exchange import Exchange

_ID = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])")


class Mask:
    """Masks texts and bytes. values: secrets that must appear nowhere, in no encoding."""

    def __init__(self, catalogue: Catalogue, secrets: Iterable[str] = ()) -> None:
        self._private = {w for w, m in catalogue.vocabulary.items() if m.private}
        self._secrets = [s for s in secrets if len(s) >= 6]
        self._on = os.environ.get("KANHE_MASK", "1") != "0"

    def text(self, text: str, *exchanges: Exchange) -> str:
        """The text without secrets, resident ids and the private values of these exchanges."""
        if not self._on:
            return text
        for secret in self._secrets:
            for form in (secret, base64.b64encode(secret.encode()).decode(), secret.encode().hex()):
                text = text.replace(form, "*" * len(form))
        for value in {v for e in exchanges for v in self._values(e)}:
            text = text.replace(value, hidden(value))
        return _ID.sub(lambda m: hidden(m[0]), text)

    def data(self, data: bytes, charset: str, exchange: Exchange) -> bytes:
        """Raw bytes with private values overwritten in place, length unchanged."""
        for value in self._values(exchange) if self._on else ():
            try:
                old, new = value.encode(charset), hidden(value).encode(charset)
            except UnicodeEncodeError:
                continue
            data = data.replace(old, new if len(new) == len(old) else b"*" * len(old))
        return data

    def _values(self, exchange: Exchange) -> set[str]:
        found: set[str] = set()
        for fields, document in ((exchange.contract.request, exchange.request), (exchange.contract.reply, exchange.reply)):
            for field in fields:
                if field.means in self._private and document is not None:
                    found |= {str(node) for _, node in spread(document, field.path) if isinstance(node, str) and len(node) >= 6}
        return found


def hidden(value: str) -> str:
    """A value with its middle replaced by `*`; ASCII values keep four signs at the end, names their first."""
    if value.isascii():
        return value[:2] + "*" * (len(value) - 6) + value[-4:] if len(value) > 8 else "*" * len(value)
    return value[0] + "＊" * (len(value) - 1)


def private_of(contract: Contract, catalogue: Catalogue) -> list[str]:
    """Paths of the contract's private fields."""
    return [f.path for f in contract.request if f.means in catalogue.vocabulary and catalogue.vocabulary[f.means].private]
