"""Attachments of an Allure result: text, hex and raw bytes of what crossed the wire, and the HTTP exchange for its viewer."""

from __future__ import annotations

import json
from hashlib import md5
from pathlib import Path
from typing import Any

from kanhe.model.exchange import Exchange, Message
from kanhe.report.mask import Mask
from kanhe.report.wire_text import Side, as_hex, as_text, sides

Attached = tuple[str, str, str]  # title, file, media type


class Attachments:
    """Writes files beside the results, one per reference: Allure 3 shows a file that is referred to twice as missing."""

    def __init__(self, folder: Path, mask: Mask) -> None:
        self._folder, self._mask, self._count = folder, mask, 0

    def text(self, title: str, text: str) -> Attached:
        """A text that has passed the mask already."""
        return self._file(title, text.encode(), "text/plain", "txt")

    def short(self, exchange: Exchange, step: str = "") -> list[Attached]:
        """Both sides as text. step: what tells this exchange from others of the same result."""
        return [self._readable(side, exchange, step) for side in sides(exchange)]

    def full(self, exchange: Exchange, step: str = "") -> list[Attached]:
        """Both sides as text, hex and raw bytes."""
        charset, found = exchange.contract.party.wire.carrier, list[Attached]()
        for side in sides(exchange):
            data, name = self._mask.data(side.raw, charset, exchange), f"{step}{side.title} {exchange.contract.operation}"
            found += [self._readable(side, exchange, step), self.text(f"{name}（十六进制）", as_hex(data)),
                      self._file(f"{name}（原始字节）", data, "application/octet-stream", "bin")]
        if exchange.contract.party.wire.transport == "http" and exchange.sent is not None and not exchange.inbound:
            viewer = json.dumps(self._viewer(exchange, exchange.sent), ensure_ascii=False).encode()
            found.append(self._file("HTTP 往来", viewer, "application/vnd.allure.http+json", "json"))
        return found

    def _readable(self, side: Side, exchange: Exchange, step: str) -> Attached:
        text = as_text(side, exchange.contract.party.wire.carrier)
        return self.text(f"{step}{side.title} {exchange.contract.operation}（文本）", self._mask.text(text, exchange))

    def _viewer(self, exchange: Exchange, sent: Message) -> dict[str, Any]:
        charset, received = exchange.contract.party.wire.carrier, exchange.received.reply

        def hide(text: str) -> str:
            return self._mask.text(text, exchange)

        def part(message: Message) -> dict[str, Any]:
            return {"headers": [{"name": k, "value": hide(v)} for k, v in message.headers],
                    "body": {"contentType": message.header("content-type") or "application/json", "encoding": "utf8",
                             "value": hide(message.body.decode(charset, "backslashreplace")), "size": len(message.body)}}

        shown: dict[str, Any] = {"request": {"method": sent.method, "url": hide(sent.target), "httpVersion": "1.1", **part(sent)}}
        if received is not None:
            shown["response"] = {"status": received.status, "statusText": "", **part(received)}
        elif exchange.trouble is not None:
            shown["error"] = {"name": exchange.trouble.phase, "message": hide(exchange.trouble.message)}
        return shown

    def _file(self, title: str, data: bytes, kind: str, extension: str) -> Attached:
        self._count += 1
        source = f"{self._count:06d}-{md5(data).hexdigest()}-attachment.{extension}"  # noqa: S324 - a name, not a protection
        (self._folder / source).write_bytes(data)
        return title, source, kind
