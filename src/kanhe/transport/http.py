"""A bounded HTTP/1.1 client on h11. Home of h11.

One total deadline, caps on wire bytes, inflated bytes and their ratio; no redirects, no proxies, no cookies, a fresh connection per
call. An unencrypted channel: TLS ends in the counterparty's gateway or a proxy beside the harness.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass

import h11

from kanhe.errors import WireError
from kanhe.model.exchange import Message, Moments, Received, Trouble
from kanhe.model.link import Gate
from kanhe.transport.deadline import Deadline
from kanhe.transport.inflate import Inflate
from kanhe.transport.tcp import late, why
from kanhe.transport.wait import hang_up_unread

LIMIT_HEAD = 256 * 1024


@dataclass(frozen=True, slots=True)
class HttpClient:
    """Calls one `http://host:port`."""

    base: str
    limit_bytes: int = 8 * 1024 * 1024

    def address(self) -> tuple[str, int]:
        """Host and port; 80 where none is written."""
        place = self.base.partition("://")[2].partition("/")[0]
        host, _, port = place.rpartition(":") if re.search(r":[0-9]+$", place) else (place, "", "80")
        return host.strip("[]"), int(port)

    def call(self, message: Message, *, deadline_s: float, lose_reply: bool = False, gate: Gate | None = None) -> Received:
        """Send one request and read one reply; never raises for the peer's sins."""
        deadline, (host, port) = Deadline(deadline_s), self.address()
        try:
            data, machine = _request(message, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
        except (h11.LocalProtocolError, UnicodeError) as error:
            return Received(trouble=Trouble(phase="send", message=f"请求写不成 HTTP：{error}", sent=False))
        try:
            connection = deadline.connect(host, port)
        except OSError as error:
            return Received(trouble=Trouble(phase="connect", message=f"连不上 {host}:{port}：{why(error)}", sent=False, unreached=True))
        with connection:
            connected = deadline.spent()
            if gate is not None:
                gate()
            try:
                deadline.send(connection, data)
            except OSError as error:
                return Received(trouble=Trouble(phase="send", message=f"没有发完：{why(error)}", sent=True))
            if lose_reply:
                hang_up_unread(connection, deadline)
                return Received(trouble=Trouble(phase="reply", message="故意不读应答", sent=True))
            return self._read(connection, machine, deadline, connected)

    def _read(self, connection: socket.socket, machine: h11.Connection, deadline: Deadline, connected: float) -> Received:
        raw, sent = bytearray(), deadline.spent()
        try:
            reply, first = self._reply(connection, machine, deadline, raw)
        except TimeoutError:
            return late(raw)
        except WireError as error:
            trouble = Trouble(phase=error.layer, message=error.message, sent=True, offset=error.offset)
            return Received(raw=bytes(raw[:65536]), trouble=trouble)
        except h11.RemoteProtocolError as error:
            text = "对方没有应答就关闭了连接" if not raw else f"应答不是合法的 HTTP：{error}"
            return Received(raw=bytes(raw), trouble=Trouble(phase="reply" if not raw else "syntax", message=text, sent=True))
        except OSError as error:
            return Received(raw=bytes(raw), trouble=Trouble(phase="reply", message=f"对方断开了连接：{why(error)}", sent=True))
        moments = Moments(connected=connected, sent=sent, first_byte=first, done=deadline.spent())
        return Received(reply=reply, raw=bytes(raw), moments=moments)

    def _reply(self, connection: socket.socket, machine: h11.Connection, deadline: Deadline, raw: bytearray) -> tuple[Message, float]:
        status, body, inflate, first = 0, bytearray(), Inflate((), self.limit_bytes), -1.0
        headers: tuple[tuple[str, str], ...] = ()
        while True:
            event = machine.next_event()
            if event is h11.NEED_DATA:
                data = deadline.receive(connection)
                first = deadline.spent() if first < 0 else first
                raw += data
                if len(raw) > self.limit_bytes:
                    raise WireError("limit", f"应答超过上限 {self.limit_bytes} 字节", offset=self.limit_bytes)
                machine.receive_data(data)
            elif isinstance(event, h11.Data):
                deadline.left()  # thousands of tiny chunks can come with one recv
                body += inflate.feed(bytes(event.data))
            elif isinstance(event, h11.Response):
                status = event.status_code
                headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in event.headers)
                inflate = Inflate([v for k, v in headers if k == "content-encoding"], self.limit_bytes)
            elif isinstance(event, h11.EndOfMessage):
                inflate.finish()
                _nothing_behind(machine, len(raw))
                return Message(status=status, headers=headers, body=bytes(body)), first
            elif isinstance(event, h11.ConnectionClosed):
                raise h11.RemoteProtocolError("连接提前关闭")


def _nothing_behind(machine: h11.Connection, size: int) -> None:
    behind = machine.trailing_data[0]
    if behind.strip():
        raise WireError("frame", f"应答后面还有 {len(behind)} 个多余的字节（Content-Length 偏小，或发了两次）", offset=size - len(behind))


def _request(message: Message, host: str) -> tuple[bytes, h11.Connection]:
    machine = h11.Connection(h11.CLIENT, max_incomplete_event_size=LIMIT_HEAD)
    headers = [("Host", host), ("Accept-Encoding", "identity"), ("Connection", "close"), *message.headers]
    if message.body or message.method in ("POST", "PUT", "PATCH"):
        headers.append(("Content-Length", str(len(message.body))))
    if re.search(r"[^\x21-\x7e]", message.target):
        raise h11.LocalProtocolError(f"目标含非法字符 {message.target!r}")
    data = machine.send(h11.Request(method=message.method, target=message.target, headers=headers)) or b""
    if message.body:
        data += machine.send(h11.Data(data=message.body)) or b""
    return data + (machine.send(h11.EndOfMessage()) or b""), machine
