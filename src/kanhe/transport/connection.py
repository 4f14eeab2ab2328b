"""What every accepted connection has: a read deadline, a place in the count, and patience with a peer that does not read."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from kanhe.model.acts import Act, Close, Reset, Send, Wait

MOST_CONNECTIONS = 1024


class Owner(Protocol):
    """The listener, as its connections see it."""

    loop: asyncio.AbstractEventLoop
    connections: set[Connection]


class Connection(asyncio.Protocol):
    """Requests wait in `waiting` while the peer does not read its replies; nothing more is read from it meanwhile."""

    def __init__(self, owner: Owner, read_s: float) -> None:
        self._owner, self._read_s, self._loop = owner, read_s, owner.loop
        self.transport: Any = None
        self.waiting: deque[Any] = deque()
        self._paused = self._ended = self._busy = False
        self._timer: asyncio.TimerHandle | None = None
        self._until = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, unless there are too many."""
        self.transport = transport
        if len(self._owner.connections) >= MOST_CONNECTIONS:
            self.transport.abort()
            return
        self._owner.connections.add(self)
        self.touch()
        self._timer = self._loop.call_later(self._read_s, self._look)

    def touch(self) -> None:
        """A whole request came: the read deadline starts anew. One timer per connection, moved lazily."""
        self._until = self._loop.time() + self._read_s

    def _look(self) -> None:
        left = self._until - self._loop.time()
        if left > 0.001:
            self._timer = self._loop.call_later(left, self._look)
        else:
            self.late()

    def late(self) -> None:
        """The read deadline passed."""
        self.transport.abort()

    def pause_writing(self) -> None:
        """The peer does not read: read nothing more from it."""
        self._paused = True
        if not self.transport.is_closing():
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        """The peer reads again: answer what waits, then read on."""
        self._paused = False
        self.work()
        if not self._paused and not self.transport.is_closing():
            self.transport.resume_reading()

    def work(self) -> None:
        """Answer what waits, in order, as long as the peer reads."""
        while self.waiting and not self._paused and not self._busy and not self.transport.is_closing():
            self.serve(self.waiting.popleft())
        if self._ended and not self.waiting and not self._busy and not self.transport.is_closing():
            self.last_words()
            self.transport.close()

    def perform(self, acts: Iterable[Act]) -> None:
        """Do to the peer what a fault says, one act after the other; what it asked meanwhile waits."""
        self._busy = True
        self._go_on(iter(acts))

    def _go_on(self, acts: Iterator[Act]) -> None:
        for act in acts:
            if self.transport.is_closing():
                return
            match act:
                case Send(data):
                    self.transport.write(data)
                case Wait(seconds):
                    self._loop.call_later(seconds, self._go_on, acts)
                    return
                case Close():
                    self.waiting.clear()
                    self.transport.close()
                    return
                case Reset():
                    connection = self.transport.get_extra_info("socket")
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.transport.abort()
                    return
        self._busy = False
        self.work()

    def last_words(self) -> None:
        """What is said before an ended connection closes: nothing."""

    def serve(self, request: Any) -> None:
        """Answer one request."""
        raise NotImplementedError

    def eof_received(self) -> bool:
        """The peer sends no more; what it asked is still answered."""
        self._ended = True
        return bool(self.waiting)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._owner.connections.discard(self)
        self.waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
