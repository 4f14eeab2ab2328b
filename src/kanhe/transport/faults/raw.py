"""One whole message off a socket with every byte as it came: a frame, or an HTTP message."""

from __future__ import annotations

import socket
from dataclasses import dataclass

import h11

from kanhe.errors import WireError
from kanhe.model.contract import Framing
from kanhe.transport.deadline import Deadline
from kanhe.wire.framing import Deframer, head_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMessage:
    """data: head and payload. body_at: offset of the payload. rest: bytes of the next message. last: the connection ends with it."""

    data: bytes
    body_at: int
    rest: bytes = b""
    last: bool = False


def read_message(
    connection: socket.socket, framing: Framing | None, deadline: Deadline, limit_bytes: int, *, rest: bytes = b"",
    request: bool = False,
) -> RawMessage | None:
    """The next message; None where the peer ended, sent nonsense or more than the limit. Raises OSError (TimeoutError) of the socket."""
    try:
        if framing is not None:
            return _framed(connection, framing, deadline, rest)
        return _http(connection, deadline, limit_bytes, rest, request=request)
    except (WireError, h11.RemoteProtocolError):
        return None


def _framed(connection: socket.socket, framing: Framing, deadline: Deadline, rest: bytes) -> RawMessage | None:
    deframer, data, piece = Deframer(framing), bytearray(), rest
    head = head_bytes(framing)
    while True:
        data += piece
        found = deframer.feed(piece) if piece else []
        if found:
            end = len(data) - deframer.pending - sum(head + len(one) for one in found[1:])
            return RawMessage(data=bytes(data[:end]), body_at=end - len(found[0]), rest=bytes(data[end:]))
        piece = deadline.receive(connection)
        if not piece:
            return RawMessage(data=bytes(data), body_at=0, last=True) if deframer.end() else None


def _http(connection: socket.socket, deadline: Deadline, limit_bytes: int, rest: bytes, *, request: bool) -> RawMessage | None:
    machine = h11.Connection(h11.SERVER if request else h11.CLIENT)
    if not request:  # h11 reads a reply only after a request went out; which one does not matter to the bytes
        machine.send(h11.Request(method="POST", target="/", headers=[("host", "x"), ("content-length", "0")]))
        machine.send(h11.EndOfMessage())
    data, body_at, last = bytearray(rest), -1, False
    if rest:
        machine.receive_data(rest)
    while True:
        event = machine.next_event()
        if event is h11.NEED_DATA:
            piece = deadline.receive(connection)
            data += piece
            if len(data) > limit_bytes:
                return None
            machine.receive_data(piece)
        elif isinstance(event, (h11.Request, h11.Response)):
            body_at = data.index(b"\r\n\r\n") + 4
            last = any(k == b"connection" and v.lower() == b"close" for k, v in event.headers)
        elif isinstance(event, h11.EndOfMessage):
            behind = machine.trailing_data[0]
            end = len(data) - len(behind)
            return RawMessage(data=bytes(data[:end]), body_at=body_at, rest=behind, last=last or machine.trailing_data[1])
        elif isinstance(event, (h11.ConnectionClosed, h11.InformationalResponse)) or event is h11.PAUSED:
            if not isinstance(event, h11.InformationalResponse):
                return None
