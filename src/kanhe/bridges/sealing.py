"""A loopback proxy that seals what passes through it, so that tools which cannot sign can still speak to a sealed interface."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType

from kanhe.contract.draw import Counter, Draw
from kanhe.model.contract import Party
from kanhe.model.exchange import Message
from kanhe.transport.http import HttpClient
from kanhe.transport.listen import serve_http
from kanhe.wire.seal import Keys, sign


class SealingProxy:
    """`with SealingProxy(url, party, keys) as proxy: proxy.address`. Requests are signed over their final bytes."""

    def __init__(self, url: str, party: Party, keys: Keys | None) -> None:
        self._client = HttpClient(url)
        self._party, self._keys = party, keys
        self._draw = Draw(0, Counter(datetime.now().microsecond * 1_000_000))
        self.address = ""

    def __enter__(self) -> SealingProxy:
        self._listener = serve_http("127.0.0.1", 0, self._pass_on)
        self.address = f"http://127.0.0.1:{self._listener.address[1]}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._listener.close()

    def _pass_on(self, message: Message) -> Message | None:
        seal = self._party.wire.seal
        bare = Message(body=message.body, method=message.method, target=message.target,
                       headers=tuple((k, v) for k, v in message.headers if k.lower() in ("content-type", "accept")))
        if seal is not None and self._keys is not None:
            bare = sign(seal, self._keys, bare, timestamp=f"{datetime.now():%Y%m%d%H%M%S}",
                        nonce=self._draw.unique_text(12).rjust(32, "0"))
        received = self._client.call(bare, deadline_s=self._party.wire.deadline_s)
        return received.reply
