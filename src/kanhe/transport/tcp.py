"""A bounded TCP client: one framed request, one framed reply, on a fresh connection.

Told apart: nothing was sent (safe to send again), sent without an answer (outcome unknown), a partial or broken reply. The deadline
covers connect, send and the whole reply, however slowly it drips.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass

from kanhe.errors import WireError
from kanhe.model.contract import Framing
from kanhe.model.exchange import Message, Moments, Received, Trouble
from kanhe.transport.deadline import Deadline
from kanhe.transport.wait import hang_up_unread
from kanhe.wire.framing import Deframer, explain_length, frame


@dataclass(frozen=True, slots=True, kw_only=True)
class TcpClient:
    """Where to call and how frames look."""

    host: str
    port: int
    framing: Framing
    charset: str = "GBK"

    def call(self, payload: bytes, *, deadline_s: float, lose_reply: bool = False, framed: bytes = b"") -> Received:
        """Send one request and read one reply; never raises for the peer's sins. framed: the bytes to send, if they are
        framed already (by a simulator with a defect in its frames)."""
        deadline = Deadline(deadline_s)
        try:
            connection = socket.create_connection((self.host, self.port), timeout=deadline.left())
        except (OSError, TimeoutError) as error:
            return Received(trouble=Trouble(phase="connect", message=f"连不上 {self.host}:{self.port}：{_why(error)}",
                                            sent=False, unreached=True))
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connected = deadline.spent()
            try:
                deadline.send(connection, framed or frame(self.framing, payload))
            except (OSError, TimeoutError) as error:
                return Received(trouble=Trouble(phase="send", message=f"没有发完：{_why(error)}", sent=True))
            if lose_reply:
                hang_up_unread(connection, deadline)
                return Received(trouble=Trouble(phase="reply", message="故意不读应答", sent=True))
            return self._read(connection, deadline, connected)

    def _read(self, connection: socket.socket, deadline: Deadline, connected: float) -> Received:
        deframer, raw, sent, first = Deframer(self.framing), bytearray(), deadline.spent(), -1.0
        try:
            while True:
                data = deadline.receive(connection)
                first = deadline.spent() if first < 0 else first
                raw += data
                if not data:
                    return _closed(deframer, bytes(raw), self.charset, Moments(connected=connected, sent=sent, first_byte=first))
                found = deframer.feed(data)
                if found:
                    moments = Moments(connected=connected, sent=sent, first_byte=first, done=deadline.spent())
                    return _whole(found, deframer, connection, bytes(raw), moments)
        except TimeoutError:
            return Received(raw=bytes(raw), trouble=Trouble(phase="deadline", message=f"时限内没有完整应答（收到 {len(raw)} 字节）", sent=True))
        except WireError as error:
            return Received(raw=bytes(raw), trouble=Trouble(phase="frame", message=error.message, sent=True, offset=error.offset))
        except OSError as error:
            return Received(raw=bytes(raw), trouble=Trouble(phase="reply", message=f"对方断开了连接：{_why(error)}", sent=True))


def _whole(found: list[bytes], deframer: Deframer, connection: socket.socket, raw: bytes, moments: Moments) -> Received:
    """A frame is there; anything behind it (already here, or sent before the close) is not part of any frame."""
    extra = b"".join(found[1:]) or b"?" * deframer.pending
    if not extra:
        try:
            connection.settimeout(0)
            extra = connection.recv(64)
        except OSError:
            extra = b""
    if extra:
        return Received(raw=raw + extra, moments=moments, trouble=Trouble(
            phase="frame", message="帧后面还有多余的字节（长度前缀偏小，或发了两次）", sent=True, offset=len(raw) - deframer.pending))
    return Received(reply=Message(body=found[0]), raw=raw, moments=moments)


def _closed(deframer: Deframer, raw: bytes, charset: str, moments: Moments) -> Received:
    if not raw:
        return Received(moments=moments, trouble=Trouble(phase="reply", message="对方没有应答就关闭了连接", sent=True))
    try:
        deframer.finish()
        message, offset = "应答不完整", len(raw)
    except WireError as error:
        message, offset = error.message, error.offset
        digits = raw[:6]
        if digits.isdigit():
            hint = explain_length(int(digits), raw[6:], charset)
            message += f"；{hint}" if hint else ""
    return Received(raw=raw, moments=moments, trouble=Trouble(phase="frame", message=message, sent=True, offset=offset))


def _why(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "超时"
    return {111: "连接被拒绝", 104: "连接被重置", 113: "没有路由", 101: "网络不可达", -2: "主机名解析不了"}.get(
        getattr(error, "errno", 0) or 0, str(error) or type(error).__name__)
