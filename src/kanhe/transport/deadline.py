"""One total deadline for a whole operation, measured on the monotonic clock."""

from __future__ import annotations

import socket
import time


class Deadline:
    """Starts when made; `left()` raises TimeoutError when nothing is left."""

    def __init__(self, seconds: float) -> None:
        self.started = time.monotonic()
        self._end = self.started + seconds

    def left(self) -> float:
        """Seconds left, more than 0; raises TimeoutError."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def spent(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection to the first address of a host that answers; raises OSError. All addresses share the deadline."""
        error: OSError = OSError("没有地址")
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (UnicodeError, OverflowError) as why:
            raise OSError(f"地址写法有误：{why}") from None
        for family, kind, protocol, _, address in found:
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(self.left())
                connection.connect(address)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as why:
                connection.close()
                error = why
            else:
                return connection
        raise error

    def receive(self, connection: socket.socket, size: int = 65536) -> bytes:
        """One recv within what is left of the whole deadline."""
        connection.settimeout(self.left())
        return connection.recv(size)

    def send(self, connection: socket.socket, data: bytes) -> None:
        """All bytes within what is left of the whole deadline."""
        connection.settimeout(self.left())
        connection.sendall(data)
