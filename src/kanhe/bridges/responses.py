"""`responses`: mounts a simulator in process, for code that speaks HTTP through `requests`, with defects, faults and seals as when
served. Home of `responses`.

No sockets: for unit tests of a client. Faults happen as the caller would see them, but no time passes: a reply that comes after the
caller's time-out raises it at once.
"""

from __future__ import annotations

import http.client
import io
import random
import re
from collections.abc import Callable, Sequence

import requests
import responses

from kanhe.bridges.signing import message_of
from kanhe.model.acts import Act, Close, Reset, Send, Wait
from kanhe.model.contract import Catalogue
from kanhe.model.exchange import Message
from kanhe.transport.faults.fault import Fault, Shot
from kanhe.transport.faults.naming import naming
from kanhe.transport.faults.schedule import Schedule, parse_strike
from kanhe.transport.request import response as on_the_wire

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
Answering = Callable[[Message], Message | None]
Reply = tuple[int, dict[str, str], bytes]


class Mounted:
    """One simulator at one address. `schedule` may be armed at any time; `struck` names the faults that have struck, in order."""

    def __init__(
        self, catalogue: Catalogue, family: str, answer: Answering, *, url: str, mock: responses.RequestsMock,
        faults: Sequence[str] = (), seed: int = 0,
    ) -> None:
        self._answer, self._url, self._seed = answer, url.rstrip("/"), seed
        self._charset = catalogue.parties[family].wire.charset
        self._operation_of = naming(catalogue, family)
        self.schedule = Schedule(parse_strike(text, framed=False) for text in faults)
        self.struck: list[str] = []
        self._number, self._former = 0, b""
        place = re.compile(re.escape(self._url) + r"([/?].*)?$")
        for method in METHODS:
            mock.add_callback(method, place, callback=self._answered, content_type=None)

    def _answered(self, request: requests.PreparedRequest) -> Reply:
        message = message_of(request)
        raw = f"{message.method} {message.target} HTTP/1.1\r\n\r\n".encode("latin-1", "backslashreplace")
        fault = self.schedule.next(self._operation_of(raw, len(raw)))
        if fault is None:
            reply = self._answer(message)
            if reply is None:
                raise requests.ConnectionError("模拟器没有应答就断开了连接", request=request)
            self._former = on_the_wire(reply)
            return reply.status, dict(reply.headers), reply.body
        return self._spoiled(request, message, raw + message.body, fault)

    def _spoiled(self, request: requests.PreparedRequest, message: Message, raw: bytes, fault: Fault) -> Reply:
        self._number += 1
        self.struck.append(fault.name)
        replies = [self._answer(message) for _ in range(fault.forwards)]
        reply = replies[0] if replies else None
        data = on_the_wire(reply) if reply is not None else b""
        shot = Shot(request=raw, reply=data, former=self._former, charset=self._charset, body_at=data.find(b"\r\n\r\n") + 4,
                    chance=random.Random(f"{self._seed}:{self._number}"), seconds=fault.seconds)  # noqa: S311 - to be repeated
        self._former = data or self._former
        return _seen(request, fault.acts(shot))


def mount(
    catalogue: Catalogue, family: str, answer: Answering, *, url: str, mock: responses.RequestsMock, faults: Sequence[str] = (),
    seed: int = 0,
) -> Mounted:
    """Answer everything at `url`, `http://host`, with `answer` (e.g. `Simulator.answer`). faults: `FAULT[:OPERATION[:NTH]]`.

    A simulator that hangs up raises requests.ConnectionError in the caller, as a socket would. Raises UsageError for no fault.
    """
    return Mounted(catalogue, family, answer, url=url, mock=mock, faults=faults, seed=seed)


def _seen(request: requests.PreparedRequest, acts: Sequence[Act]) -> Reply:
    """What the caller sees of these acts: a reply, or the exception that `requests` raises."""
    patience, data, passed = _read_timeout(request), b"", 0.0
    for act in acts:
        match act:
            case Send(piece):
                data, passed = data + piece, 0.0
            case Wait(seconds):
                passed += seconds
                if patience is not None and passed > patience:
                    raise requests.ReadTimeout(f"{patience:g} 秒内没有应答", request=request)
            case Reset():
                raise requests.ConnectionError("连接被重置", request=request)
            case Close():
                break
    return _parsed(request, data)


def _read_timeout(request: requests.PreparedRequest) -> float | None:
    said = getattr(request, "req_kwargs", {}).get("timeout")
    return said[1] if isinstance(said, tuple) else said


class _Bytes:
    """What http.client needs of a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, mode: str) -> io.BytesIO:
        """The bytes as a file."""
        return io.BytesIO(self._data)


def _parsed(request: requests.PreparedRequest, data: bytes) -> Reply:
    found = http.client.HTTPResponse(_Bytes(data), method=request.method)  # type: ignore[arg-type]
    try:
        found.begin()
        return found.status, dict(found.getheaders()), found.read()
    except http.client.IncompleteRead as error:
        raise requests.exceptions.ChunkedEncodingError(error, request=request) from None
    except (http.client.HTTPException, ValueError) as error:
        raise requests.ConnectionError(error, request=request) from None
