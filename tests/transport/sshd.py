"""A real SSH server on loopback for as long as a test runs, with its keys."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh

from kanhe.transport.sftp import Endpoint, served


@dataclass(frozen=True, slots=True)
class Inbox:
    """A running server: its folder, its port, its host key, and the private key that is let in."""

    folder: Path
    port: int
    host_key: str
    private_key: str

    def endpoint(self, **changes: object) -> Endpoint:
        """How to get there."""
        said = {"host": "127.0.0.1", "port": self.port, "folder": "/", "user": "finance", "host_key": self.host_key,
                "private_key": self.private_key, "deadline_s": 20.0}
        return Endpoint(**{**said, **changes})  # type: ignore[arg-type]


@contextmanager
def inbox(folder: Path) -> Iterator[Inbox]:
    """A server that shows this folder."""
    host, client = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    ready, stop, ports = threading.Event(), threading.Event(), list[int]()

    async def serve() -> None:
        async with served(str(folder), host_key=host, authorised=[client.convert_to_public()]) as port:
            ports.append(port)
            ready.set()
            while not stop.is_set():
                await asyncio.sleep(0.02)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield Inbox(folder, ports[0], host.export_public_key().decode().strip(), client.export_private_key().decode())
    finally:
        stop.set()
        thread.join(10)
