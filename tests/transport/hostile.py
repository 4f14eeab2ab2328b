"""Servers that do everything wrong, on real loopback sockets; each is a function of one accepted connection."""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

Script = Callable[[socket.socket], None]
PATIENCE_S = 12.0


class Hostile:
    """Accepts on a free port of loopback and runs the script on every connection, in a thread each, until closed."""

    def __init__(self, script: Script) -> None:
        self._script, self.closing = script, threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._door.getsockname()[1])
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._door.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._play, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _play(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(PATIENCE_S)
            self._script(connection)

    def close(self) -> None:
        """Stop accepting."""
        self.closing.set()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()


@contextlib.contextmanager
def hostile(script: Script) -> Iterator[int]:
    """The port of a hostile server for the length of a block."""
    server = Hostile(script)
    try:
        yield server.port
    finally:
        server.close()


def refused_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def asked(connection: socket.socket) -> bytes:
    """What the client sends first."""
    return connection.recv(65536)


def says(data: bytes) -> Script:
    """Reads the request, sends this, closes."""
    def script(connection: socket.socket) -> None:
        asked(connection)
        connection.sendall(data)
    return script


def drips(data: bytes, *, step: int = 1, pause_s: float = 0.05) -> Script:
    """Sends the data in small steps, for ever from the start if it ends."""
    def script(connection: socket.socket) -> None:
        asked(connection)
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            for at in range(0, len(data), step):
                connection.sendall(data[at : at + step])
                time.sleep(pause_s)
    return script


def endless(head: bytes, again: bytes) -> Script:
    """Sends the head once, then the rest again and again as fast as the client takes it."""
    def script(connection: socket.socket) -> None:
        asked(connection)
        connection.sendall(head)
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            connection.sendall(again)
    return script


def resets(data: bytes = b"") -> Script:
    """Sends this, then resets the connection."""
    def script(connection: socket.socket) -> None:
        asked(connection)
        connection.sendall(data)
        if data:
            time.sleep(0.05)  # let it arrive before the reset drops it
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return script


def half_closes(data: bytes = b"") -> Script:
    """Sends this and shuts its sending side; keeps reading."""
    def script(connection: socket.socket) -> None:
        asked(connection)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
    return script


def black_hole(connection: socket.socket) -> None:
    """Accepts, reads nothing, never answers."""
    time.sleep(PATIENCE_S)


def swallows(connection: socket.socket) -> None:
    """Reads everything, never answers."""
    while connection.recv(65536):
        pass


def closes(connection: socket.socket) -> None:
    """Reads the request and closes without a reply."""
    asked(connection)


def closes_at_once(connection: socket.socket) -> None:
    """Closes before it has read anything."""


def http(body: bytes, *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    """An HTTP reply."""
    lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {len(body)}"] if length else [])]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def bomb(size: int) -> bytes:
    """gzip of so many zero bytes, made without compressing them all: one flushed block of a megabyte, again and again."""
    import zlib

    megabyte, machine, checksum = bytes(1 << 20), zlib.compressobj(9, zlib.DEFLATED, -15), 0
    block = machine.compress(megabyte) + machine.flush(zlib.Z_FULL_FLUSH)  # after it nothing is remembered: the next block is the same
    for _ in range(size >> 20):
        checksum = zlib.crc32(megabyte, checksum)
    ending = checksum.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + block * (size >> 20) + machine.flush() + ending


def zipped(data: bytes) -> bytes:
    """gzip of the data."""
    return gzip.compress(data)
