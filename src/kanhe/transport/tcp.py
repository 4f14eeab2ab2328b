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
from kanhe.model.link import Gate
from kanhe.transport.deadline import Deadline
from kanhe.transport.wait import hang_up_unread
from kanhe.wire.framing import Deframer, explain, frame, head_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TcpClient:
    """Where to call and how frames look."""

    host: str
    port: int
    framing: Framing
    charset: str = "GBK"

    def call(self, payload: bytes, *, deadline_s: float, lose_reply: bool = False, framed: bytes = b"",
             gate: Gate | None = None) -> Received:
        """Send one request and read one reply; never raises for the peer's sins. framed: the bytes to send, if they are
        framed already (by a simulator with a defect in its frames)."""
        deadline = Deadline(deadline_s)
        try:
            data = framed or frame(self.framing, payload)
        except WireError as error:
            return Received(trouble=Trouble(phase="send", message=f"没有发送：{error.message}", sent=False))
        try:
            connection = deadline.connect(self.host, self.port)
        except OSError as error:
            return Received(trouble=Trouble(phase="connect", message=f"连不上 {self.host}:{self.port}：{why(error)}",
                                            sent=False, unreached=True))
        with connection:
            connected = deadline.spent()
            if gate is not None:
                gate()
            try:
                deadline.send(connection, data)
                if self.framing.encoding == "close":  # only this says that the request is whole, whether we wait for its answer or not
                    connection.shutdown(socket.SHUT_WR)
            except OSError as error:
                return Received(trouble=Trouble(phase="send", message=f"没有发完：{why(error)}", sent=True))
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
                    found = deframer.end() if self.framing.encoding == "close" else []
                    moments = Moments(connected=connected, sent=sent, first_byte=first, done=deadline.spent() if found else -1.0)
                    if found:
                        return Received(reply=Message(body=found[0]), raw=bytes(raw), moments=moments)
                    return self._closed(deframer, bytes(raw), moments)
                found = deframer.feed(data)
                if found:
                    moments = Moments(connected=connected, sent=sent, first_byte=first, done=deadline.spent())
                    rest = deframer.pending + sum(head_bytes(self.framing) + len(one) for one in found[1:])
                    return self._whole(found[0], connection, bytes(raw), rest, moments)
        except TimeoutError:
            return late(raw)
        except WireError as error:
            return Received(raw=bytes(raw), trouble=Trouble(phase=error.layer, message=error.message, sent=True, offset=error.offset))
        except OSError as error:
            return Received(raw=bytes(raw), trouble=Trouble(phase="reply", message=f"对方断开了连接：{why(error)}", sent=True))

    def _whole(self, body: bytes, connection: socket.socket, raw: bytes, rest: int, moments: Moments) -> Received:
        """A frame is there; anything behind it (`rest` bytes already here, or sent before the close) is not part of any frame."""
        end = len(raw) - rest
        if not rest:
            try:
                connection.settimeout(0)
                raw += connection.recv(65536)
            except OSError:
                pass
        if len(raw) == end:
            return Received(reply=Message(body=body), raw=raw, moments=moments)
        hint = explain(self.framing, raw, self.charset) or "长度前缀偏小，或发了两次"
        return Received(raw=raw, moments=moments, trouble=Trouble(
            phase="frame", message=f"帧后面还有多余的字节（{hint}）", sent=True, offset=end))

    def _closed(self, deframer: Deframer, raw: bytes, moments: Moments) -> Received:
        if not raw:
            return Received(moments=moments, trouble=Trouble(phase="reply", message="对方没有应答就关闭了连接", sent=True))
        try:
            deframer.finish()
            message, offset = "应答不完整", len(raw)
        except WireError as error:
            hint = explain(self.framing, raw, self.charset)
            message, offset = f"{error.message}；{hint}" if hint else error.message, error.offset
        return Received(raw=raw, moments=moments, trouble=Trouble(phase="frame", message=message, sent=True, offset=offset))


def late(raw: bytearray) -> Received:
    """The deadline passed before the reply was whole."""
    return Received(raw=bytes(raw), trouble=Trouble(phase="deadline", message=f"时限内没有完整应答（收到 {len(raw)} 字节）", sent=True))


def why(error: BaseException) -> str:
    """A socket's error in Chinese."""
    if isinstance(error, TimeoutError):
        return "超时"
    return {111: "连接被拒绝", 104: "连接被重置", 32: "对方已关闭", 113: "没有路由", 101: "网络不可达", -2: "主机名解析不了",
            -3: "主机名一时解析不了", -5: "主机名没有地址", 98: "端口已被占用", 99: "本机没有这个地址", 13: "没有权限"}.get(
        getattr(error, "errno", 0) or 0, str(error) or type(error).__name__)
