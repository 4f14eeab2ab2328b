"""Seals for code that speaks HTTP through `requests`, and for tools that cannot sign. Home of `requests`.

Both sign the final bytes: what the caller prepared is what is sealed.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType

from requests import PreparedRequest
from requests.auth import AuthBase

from kanhe.model.contract import Party, Seal
from kanhe.model.exchange import Message
from kanhe.simulate.wall import wall_clock
from kanhe.transport.http import HttpClient
from kanhe.transport.listen import serve_http
from kanhe.wire.seal.keys import Keys
from kanhe.wire.seal.seals import sign


def sealed(seal: Seal | None, keys: Keys | None, message: Message) -> Message:
    """The message with a fresh seal of this moment; as it is where nothing is sealed."""
    if seal is None or keys is None:
        return message
    return sign(seal, keys, message, timestamp=wall_clock(), nonce=secrets.token_hex(16))


def message_of(request: PreparedRequest) -> Message:
    """A prepared request of `requests` as a message."""
    body = request.body or b""
    return Message(body=body if isinstance(body, bytes) else str(body).encode(), method=request.method or "GET", target=request.path_url,
                   headers=tuple((k, v if isinstance(v, str) else v.decode("latin-1")) for k, v in request.headers.items()))


class Signing(AuthBase):
    """`requests.post(url, json=…, auth=Signing(seal, keys))`. headers: secrets that every request gets."""

    def __init__(self, seal: Seal | None, keys: Keys | None, headers: Sequence[tuple[str, str]] = ()) -> None:
        self._seal, self._keys, self._headers = seal, keys, tuple(headers)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        bare = message_of(request)
        request.headers.update(dict(sealed(self._seal, self._keys, bare).headers[len(bare.headers):]) | dict(self._headers))
        return request


class SigningProxy:
    """`with SigningProxy(url, party, keys) as proxy: proxy.address`. A loopback proxy that seals what passes through it."""

    def __init__(self, url: str, party: Party, keys: Keys | None, headers: Sequence[tuple[str, str]] = ()) -> None:
        self._headers = tuple(headers)
        self._client = HttpClient(url)
        self._party, self._keys = party, keys
        self.address = ""

    def __enter__(self) -> SigningProxy:
        self._listener = serve_http("127.0.0.1", 0, self.pass_on)
        self.address = f"http://127.0.0.1:{self._listener.address[1]}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._listener.close()

    def pass_on(self, message: Message) -> Message | None:
        """Seal one request and hand back the reply; None where there is none."""
        kept = tuple((k, v) for k, v in message.headers if k.lower() in ("content-type", "accept"))
        bare = Message(body=message.body, method=message.method, target=message.target, headers=kept)
        message = sealed(self._party.wire.seal, self._keys, bare)
        message = replace(message, headers=(*message.headers, *self._headers))
        return self._client.call(message, deadline_s=self._party.wire.deadline_s).reply
