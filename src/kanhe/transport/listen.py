"""Listeners: framed TCP and HTTP on asyncio protocols, one background thread each. Home of uvloop.

The answer function runs in the loop's thread: no hop per request. Every read has a deadline, every body a cap, the number of
connections too.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import Any

from kanhe.errors import HarnessError
from kanhe.model.contract import Framing
from kanhe.model.link import Answer, Misframed
from kanhe.transport.connection import Connection
from kanhe.transport.framed import Framed, FramedConnection
from kanhe.transport.request import HttpConnection
from kanhe.wire.framing import frame

READ_S = 15.0


class Listener:
    """A server in a thread of its own. `address` is (host, port). held: a socket that is bound there already."""

    loop: asyncio.AbstractEventLoop

    def __init__(self, make: Callable[[Listener], Connection], host: str, port: int, *, held: socket.socket | None = None) -> None:
        self._make, self._host, self._port, self._held = make, host, port, held
        self.address = (host, port)
        self.connections: set[Connection] = set()
        self._ready, self._failed = threading.Event(), ""
        self._thread = threading.Thread(target=self._run, name=f"listen {host}:{port}", daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            self._failed = "10 秒内没有开始"
        if self._failed:
            raise HarnessError(f"不能在 {host}:{port} 上监听：{self._failed}")

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        try:
            where: dict[str, Any] = {"host": self._host, "port": self._port} if self._held is None else {"sock": self._held}
            server = await self.loop.create_server(lambda: self._make(self), **where, backlog=512)
        except (OSError, OverflowError, UnicodeError) as error:
            self._failed = str(error)
            self._ready.set()
            return
        self.address = server.sockets[0].getsockname()[:2]
        self._ready.set()
        await self._stop.wait()
        server.close()
        await self._hang_up()

    async def _hang_up(self) -> None:
        """Close what is still open; who reads gets what was written, who does not is cut off."""
        for connection in list(self.connections):
            connection.transport.close()
        for _ in range(20):
            if not self.connections:
                return
            await asyncio.sleep(0.01)
        for connection in list(self.connections):
            connection.transport.abort()
        await asyncio.sleep(0)

    def close(self) -> None:
        """Stop listening, close every connection and end the thread; a second call does nothing."""
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
    read_s: float = READ_S, held: socket.socket | None = None,
) -> Listener:
    """Answer framed requests; `framed` lets a simulator frame its replies itself. Bytes that are no frame close the connection."""
    make_bytes = framed or (lambda message: frame(framing, message.body))
    return Listener(lambda owner: FramedConnection(owner, framing, answer, make_bytes, misframed, read_s), host, port, held=held)


def serve_http(
    host: str, port: int, answer: Answer, *, limit_bytes: int = 8 * 1024 * 1024, read_s: float = READ_S, held: socket.socket | None = None,
) -> Listener:
    """Answer HTTP/1.1 requests with keep-alive; bodies beyond the limit are refused and close the connection."""
    return Listener(lambda owner: HttpConnection(owner, answer, limit_bytes, read_s), host, port, held=held)
