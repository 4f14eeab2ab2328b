"""A closed-loop load generator for loopback: N connections, each sends the next request when it has the whole reply."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


class _Client(asyncio.Protocol):
    """One connection: writes a request, waits for `size` bytes or a framed reply, repeats until the end."""

    def __init__(self, make: Callable[[], bytes], done: Callable[[bytearray], bool], state: dict[str, float]) -> None:
        self.make, self.done, self.state = make, done, state
        self.buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.make())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.done(self.buffer):
            self.buffer.clear()
            self.state["count"] += 1
            if time.monotonic() < self.state["end"]:
                self.transport.write(self.make())  # type: ignore[attr-defined]
            else:
                self.transport.close()


def framed(buffer: bytearray) -> bool:
    """A whole frame with a 6-digit length is there."""
    return len(buffer) >= 6 and len(buffer) >= 6 + int(bytes(buffer[:6]))


def http(buffer: bytearray) -> bool:
    """A whole HTTP reply with content-length is there."""
    head = buffer.find(b"\r\n\r\n")
    if head < 0:
        return False
    lower = bytes(buffer[:head]).lower()
    at = lower.find(b"content-length:")
    length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    return len(buffer) >= head + 4 + length


async def drive(host: str, port: int, make: Callable[[], bytes], done: Callable[[bytearray], bool], *,
                connections: int, seconds: float) -> float:
    """Requests per second."""
    loop = asyncio.get_running_loop()
    started = time.monotonic()
    state = {"count": 0.0, "end": started + seconds}
    transports = [(await loop.create_connection(lambda: _Client(make, done, state), host, port))[0] for _ in range(connections)]
    while any(not t.is_closing() for t in transports) and time.monotonic() < started + seconds + 5:
        await asyncio.sleep(0.05)
    return state["count"] / (time.monotonic() - started)


def main() -> None:
    """`python -m benchmarks.load KIND PORT SECONDS TEMPLATE_FILE`: prints one JSON number."""
    kind, port, seconds, path = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
    template = Path(path).read_bytes()
    counter = iter(range(10**11, 10**12))

    def make() -> bytes:
        number = str(next(counter)).encode()
        return template.replace(b"@NUMBER12@@@", number)

    try:
        import uvloop

        runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
    except ImportError:
        runner = asyncio.Runner()
    with runner:
        rate = runner.run(drive("127.0.0.1", port, make, framed if kind == "tcp" else http, connections=16, seconds=seconds))
    print(json.dumps(rate))


if __name__ == "__main__":
    main()
