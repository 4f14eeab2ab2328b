"""Listeners: framed TCP and HTTP on asyncio protocols, one background thread each. Home of httptools and uvloop.

The answer function runs in the loop's thread: no hop per request. Every read has a deadline, every body a cap, the number of
connections too.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import httptools

from kanhe.errors import HarnessError, WireError
from kanhe.model.contract import Framing
from kanhe.model.exchange import Message
from kanhe.model.link import Answer, Misframed
from kanhe.wire.framing import Deframer, frame

READ_S = 15.0
MOST_CONNECTIONS = 1024
Framed = Callable[[Message], bytes]


class Listener:
    """A server in a thread of its own. `address` is (host, port)."""

    def __init__(self, make: Callable[[Listener], asyncio.Protocol], host: str, port: int) -> None:
        self._make, self._host, self._port = make, host, port
        self.address = (host, port)
        self.open = 0
        self._ready, self._failed = threading.Event(), ""
        self._thread = threading.Thread(target=self._run, name=f"listen {host}:{port}", daemon=True)
        self._thread.start()
        self._ready.wait(10)
        if self._failed:
            raise HarnessError(f"不能在 {host}:{port} 上监听：{self._failed}")

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        try:
            server = await self.loop.create_server(lambda: self._make(self), self._host, self._port, backlog=512)
        except OSError as error:
            self._failed = str(error)
            self._ready.set()
            return
        self.address = server.sockets[0].getsockname()[:2]
        self._ready.set()
        await self._stop.wait()
        server.close()

    def close(self) -> None:
        """Stop listening and end the thread."""
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(3)


def _loop_factory() -> Any:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def serve_tcp(
    host: str, port: int, framing: Framing, answer: Answer, *, framed: Framed | None = None, misframed: Misframed | None = None,
    read_s: float = READ_S,
) -> Listener:
    """Answer framed requests; `framed` lets a simulator frame its replies itself. Bytes that are no frame close the connection."""
    make_bytes = framed or (lambda message: frame(framing, message.body))
    return Listener(lambda owner: _Framed(owner, framing, answer, make_bytes, misframed, read_s), host, port)


def serve_http(host: str, port: int, answer: Answer, *, limit_bytes: int = 8 * 1024 * 1024, read_s: float = READ_S) -> Listener:
    """Answer HTTP/1.1 requests with keep-alive; bodies beyond the limit close the connection."""
    return Listener(lambda owner: _Http(owner, answer, limit_bytes, read_s), host, port)


class _Connection(asyncio.Protocol):
    """Deadline and count of one connection."""

    def __init__(self, owner: Listener, read_s: float) -> None:
        self._owner, self._read_s = owner, read_s
        self.transport: Any = None
        self._timer: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, unless there are too many."""
        self.transport = transport
        self._owner.open += 1
        if self._owner.open > MOST_CONNECTIONS:
            self.transport.abort()
        self._rearm()

    def _rearm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._owner.loop.call_later(self._read_s, self._late)

    def _late(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._owner.open -= 1
        if self._timer is not None:
            self._timer.cancel()


class _Framed(_Connection):
    def __init__(
        self, owner: Listener, framing: Framing, answer: Answer, framed: Framed, misframed: Misframed | None, read_s: float
    ) -> None:
        super().__init__(owner, read_s)
        self._deframer = Deframer(framing)
        self._answer, self._framed, self._misframed = answer, framed, misframed
        self._raw = b""

    def data_received(self, data: bytes) -> None:
        """Answer every frame that is complete now, in order. A read deadline runs from the last complete frame."""
        self._raw = (self._raw + data)[-65536:]
        try:
            bodies = self._deframer.feed(data)
        except WireError as error:
            self._tell(error)
            self.transport.close()
            return
        if bodies:
            self._rearm()
            self._raw = b""
        for body in bodies:
            reply = self._answer(Message(body=body))
            if reply is None:
                self.transport.close()
                return
            self.transport.write(self._framed(reply))

    def eof_received(self) -> bool:
        """The peer sends no more; an incomplete frame is told."""
        try:
            self._deframer.finish()
        except WireError as error:
            self._tell(error)
        return False

    def _tell(self, error: WireError) -> None:
        if self._misframed is not None:
            self._misframed(error, self._raw)


class _Http(_Connection):
    def __init__(self, owner: Listener, answer: Answer, limit_bytes: int, read_s: float) -> None:
        super().__init__(owner, read_s)
        self._answer, self._limit = answer, limit_bytes
        self._parser = httptools.HttpRequestParser(self)
        self.on_message_begin()

    def on_message_begin(self) -> None:
        """A request starts."""
        self._target, self._headers, self._body, self._size = b"", [], bytearray(), 0

    def on_url(self, url: bytes) -> None:
        """A piece of the target."""
        self._target += url
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self._headers.append((name.decode("latin-1").lower(), value.decode("latin-1")))
        self._count(len(name) + len(value))

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._body += body
        self._count(len(body))

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > self._limit:
            raise ValueError("请求过大")

    def on_message_complete(self) -> None:
        """Answer the request."""
        self._rearm()
        method = self._parser.get_method().decode("ascii")
        reply = self._answer(Message(method=method, target=self._target.decode("latin-1"), headers=tuple(self._headers),
                                     body=bytes(self._body)))
        if reply is None:
            self.transport.close()
            return
        self.transport.write(_response(reply))
        if not self._parser.should_keep_alive():
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Feed the parser; what is no HTTP closes the connection."""
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, ValueError):
            self.transport.close()


def _response(reply: Message) -> bytes:
    head = [f"HTTP/1.1 {reply.status} {'OK' if reply.status < 400 else 'Error'}"]
    head += [f"{k}: {v}" for k, v in reply.headers if k.lower() not in ("content-length", "connection")]
    head += [f"content-length: {len(reply.body)}", "", ""]
    return "\r\n".join(head).encode("latin-1") + reply.body
