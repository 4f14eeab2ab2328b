"""A closed-loop load generator for loopback, a process of its own: N connections, each sends the next request when it has the
whole reply. It knows no contract: requests come ready-made from a file.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvloop

CONNECTIONS = 16
MARK = b"@NUMBER12@@@"  # replaced by a number of twelve digits that comes once
BETWEEN = b"\n==next==\n"


@dataclass(slots=True)
class Score:
    """What has happened so far. good: replies that held the wanted text."""

    wanted: bytes
    end: float
    count: int = 0
    good: int = 0
    sample: bytes = b""


class _Client(asyncio.Protocol):
    """One connection: sends, waits until the reply is whole, sends again until the time or the requests are used up."""

    def __init__(self, requests: Iterator[bytes], whole: Callable[[bytes], bool], score: Score) -> None:
        self.requests, self.whole, self.score = requests, whole, score
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self.buffer = data = self.buffer + data
        if self.whole(data):
            score, self.buffer = self.score, b""
            score.count += 1
            if score.wanted in data:
                score.good += 1
            elif not score.sample:
                score.sample = data
            self._next()

    def _next(self) -> None:
        request = next(self.requests, None) if time.monotonic() < self.score.end else None
        if request is None:
            self.transport.close()
        else:
            self.transport.write(request)


def framed(data: bytes) -> bool:
    """A whole frame with a 6-digit length is there."""
    return len(data) >= 6 and len(data) >= 6 + int(data[:6])


def http(data: bytes) -> bool:
    """A whole HTTP reply with a content-length in lower case is there."""
    head = data.find(b"\r\n\r\n")
    at = data.find(b"content-length: ")
    return head >= 0 and len(data) >= head + 4 + int(data[at + 16 : data.find(b"\r", at)])


def requests_of(path: Path, first: int) -> Iterator[bytes]:
    """A file with one request is a template that numbers are put into; one with several is sent as it is, each once."""
    ready = path.read_bytes().split(BETWEEN)
    if len(ready) > 1:
        return iter(ready)
    before, *parts = ready[0].split(MARK)
    return (before + b"".join(number + part for part in parts) for number in (b"%012d" % n for n in itertools.count(first)))


async def drive(port: int, requests: Iterator[bytes], whole: Callable[[bytes], bool], score: Score) -> None:
    """Until the score's end, or until the requests are used up."""
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(lambda: _Client(requests, whole, score), "127.0.0.1", port) for _ in range(CONNECTIONS)]
    while not all(transport.is_closing() for transport, _ in made) and time.monotonic() < score.end + 5:
        await asyncio.sleep(0.02)


def main() -> None:
    """`python -m benchmarks.load tcp|http PORT SECONDS FILE FIRST_NUMBER WANTED`: prints one JSON object."""
    kind, port, seconds, path, first, wanted = sys.argv[1:7]
    requests = requests_of(Path(path), int(first))
    began = time.monotonic()
    score = Score(wanted=wanted.encode(), end=began + float(seconds))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(drive(int(port), requests, framed if kind == "tcp" else http, score))
    spent = time.monotonic() - began
    print(json.dumps({"count": score.count, "good": score.good, "seconds": spent, "cpu": time.process_time(),
                      "sample": score.sample[:600].decode("gb18030", "replace")}))


if __name__ == "__main__":
    main()
