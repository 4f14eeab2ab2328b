"""A bounded HTTP/1.1 client on h11. Home of h11.

One total deadline, caps on wire bytes, inflated bytes and their ratio; no redirects, no proxies, no cookies, a fresh connection per
call. An unencrypted channel: TLS ends in the counterparty's gateway or a proxy beside the harness.
"""

from __future__ import annotations

import re
import socket
import zlib
from dataclasses import dataclass

import h11

from kanhe.model.exchange import Message, Moments, Received, Trouble
from kanhe.transport.deadline import Deadline
from kanhe.transport.tcp import _why
from kanhe.transport.wait import hang_up_unread

LIMIT_INFLATED = 32 * 1024 * 1024
LIMIT_RATIO = 100


class _Limit(Exception):
    """A reply went beyond a cap."""


@dataclass(frozen=True, slots=True)
class HttpClient:
    """Calls one `http://host:port`."""

    base: str
    limit_bytes: int = 8 * 1024 * 1024

    def address(self) -> tuple[str, int]:
        """Host and port."""
        host, _, port = self.base.partition("://")[2].rstrip("/").rpartition(":")
        return host.strip("[]"), int(port)

    def call(self, message: Message, *, deadline_s: float, lose_reply: bool = False) -> Received:
        """Send one request and read one reply; never raises for the peer's sins."""
        deadline, (host, port) = Deadline(deadline_s), self.address()
        try:
            connection = socket.create_connection((host, port), timeout=deadline.left())
        except (OSError, TimeoutError) as error:
            return Received(trouble=Trouble(phase="connect", message=f"连不上 {host}:{port}：{_why(error)}", sent=False, unreached=True))
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connected = deadline.spent()
            try:
                data, machine = _request(message, f"{host}:{port}")
                deadline.send(connection, data)
            except h11.LocalProtocolError as error:
                return Received(trouble=Trouble(phase="send", message=f"请求写不成 HTTP：{error}", sent=False))
            except (OSError, TimeoutError) as error:
                return Received(trouble=Trouble(phase="send", message=f"没有发完：{_why(error)}", sent=True))
            if lose_reply:
                hang_up_unread(connection, deadline)
                return Received(trouble=Trouble(phase="reply", message="故意不读应答", sent=True))
            return self._read(connection, machine, deadline, connected)

    def _read(self, connection: socket.socket, machine: h11.Connection, deadline: Deadline, connected: float) -> Received:
        raw, sent = bytearray(), deadline.spent()
        try:
            reply, first = self._reply(connection, machine, deadline, raw)
        except TimeoutError:
            return Received(raw=bytes(raw), trouble=Trouble(phase="deadline", message=f"时限内没有完整应答（收到 {len(raw)} 字节）", sent=True))
        except _Limit as error:
            return Received(raw=bytes(raw[:65536]), trouble=Trouble(phase="limit", message=str(error), sent=True))
        except h11.RemoteProtocolError as error:
            text = "对方没有应答就关闭了连接" if not raw else f"应答不是合法的 HTTP：{error}"
            return Received(raw=bytes(raw), trouble=Trouble(phase="reply" if not raw else "syntax", message=text, sent=True))
        except OSError as error:
            return Received(raw=bytes(raw), trouble=Trouble(phase="reply", message=f"对方断开了连接：{_why(error)}", sent=True))
        return Received(reply=reply, raw=bytes(raw), moments=Moments(connected=connected, sent=sent, first_byte=first, done=deadline.spent()))

    def _reply(self, connection: socket.socket, machine: h11.Connection, deadline: Deadline, raw: bytearray) -> tuple[Message, float]:
        status, headers, body, inflate, first = 0, (), bytearray(), _Inflate(""), -1.0
        while True:
            event = machine.next_event()
            if event is h11.NEED_DATA:
                data = deadline.receive(connection)
                first = deadline.spent() if first < 0 else first
                raw += data
                if len(raw) > self.limit_bytes:
                    raise _Limit(f"应答超过 {self.limit_bytes} 字节")
                machine.receive_data(data)
            elif isinstance(event, h11.Response):
                status = event.status_code
                headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in event.headers)
                inflate = _Inflate(next((v for k, v in headers if k == "content-encoding"), ""))
            elif isinstance(event, h11.Data):
                body += inflate.feed(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                return Message(status=status, headers=headers, body=bytes(body)), first
            elif isinstance(event, h11.ConnectionClosed):
                raise h11.RemoteProtocolError("连接提前关闭")


class _Inflate:
    """gzip and deflate with a cap on size and ratio; anything else passes through."""

    def __init__(self, encoding: str) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "deflate"):
            raise _Limit(f"不接受的内容编码 {name}")
        self._machine = zlib.decompressobj(47) if name in ("gzip", "deflate") else None
        self._in = self._out = 0

    def feed(self, data: bytes) -> bytes:
        """The plain bytes of a piece; raises _Limit."""
        if self._machine is None:
            return data
        self._in += len(data)
        allowed = min(LIMIT_INFLATED, max(self._in * LIMIT_RATIO, 65536)) - self._out
        try:
            plain = self._machine.decompress(data, max(allowed, 1))
        except zlib.error as error:
            raise _Limit(f"压缩数据有误：{error}") from None
        self._out += len(plain)
        if self._machine.unconsumed_tail:
            raise _Limit(f"解压后超过上限（{self._in} 字节解出 {self._out} 字节以上）")
        return plain


def _request(message: Message, host: str) -> tuple[bytes, h11.Connection]:
    machine = h11.Connection(h11.CLIENT, max_incomplete_event_size=256 * 1024)
    headers = [("Host", host), ("Accept-Encoding", "identity"), ("Connection", "close"), *message.headers]
    if message.body or message.method in ("POST", "PUT", "PATCH"):
        headers.append(("Content-Length", str(len(message.body))))
    if re.search(r"[^\x21-\x7e]", message.target):
        raise h11.LocalProtocolError(f"目标含非法字符 {message.target!r}")
    data = machine.send(h11.Request(method=message.method, target=message.target, headers=headers)) or b""
    if message.body:
        data += machine.send(h11.Data(data=message.body)) or b""
    return data + (machine.send(h11.EndOfMessage()) or b""), machine
