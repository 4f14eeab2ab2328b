"""A proxy that injects faults between any caller and any server, Kanhe's own or a stranger's.

Theory of operation. One thread per caller. A whole request is read, the schedule is asked, the request goes to the server as often as
the fault says (each time on a connection of its own), the whole reply is read, and the fault's acts are performed towards the
caller. Without a fault the reply's bytes pass unchanged. Every read is bounded in time and bytes.
"""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from kanhe.model.acts import Act, Close, Reset, Send, Wait
from kanhe.model.contract import Framing
from kanhe.transport.deadline import Deadline
from kanhe.transport.faults.fault import Fault, Shot
from kanhe.transport.faults.raw import RawMessage, read_message
from kanhe.transport.faults.schedule import Schedule

IDLE_S = 30.0
MOST_CALLERS = 128
OperationOf = Callable[[bytes, int], str]
"""Names the operation of a raw request; the number is the offset of its payload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """How messages look on both sides of the proxy. framing None: HTTP."""

    framing: Framing | None
    charset: str
    limit_bytes: int = 8 * 1024 * 1024


class FaultProxy:
    """Listens on `address`; `schedule` may be armed while it runs. `struck` names the faults that have struck, in order."""

    def __init__(
        self, server: tuple[str, int], side: Side, operation_of: OperationOf, *, schedule: Schedule, host: str = "127.0.0.1",
        port: int = 0, seed: int = 0,
    ) -> None:
        self._server, self._side, self._operation_of, self._seed = server, side, operation_of, seed
        self.schedule = schedule
        self.struck: list[str] = []
        self._former, self._number = b"", 0
        self._lock = threading.Lock()
        self._callers: set[socket.socket] = set()
        self._socket = socket.create_server((host, port), backlog=MOST_CALLERS, family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.address: tuple[str, int] = self._socket.getsockname()[:2]
        self._thread = threading.Thread(target=self._accept, name=f"faults {self.address}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening and cut every connection."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()
        with self._lock:
            callers = list(self._callers)
        for caller in callers:
            _cut(caller)
        self._thread.join(2)

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            with self._lock:
                full = len(self._callers) >= MOST_CALLERS
                if not full:
                    self._callers.add(caller)
            if full:
                _cut(caller)
            else:
                threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        try:
            caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            rest = b""
            while True:
                request = read_message(caller, self._side.framing, Deadline(IDLE_S), self._side.limit_bytes, rest=rest, request=True)
                if request is None:
                    return
                rest = request.rest
                if not self._one(caller, request):
                    return
        except OSError:
            return
        finally:
            with self._lock:
                self._callers.discard(caller)
            caller.close()

    def _one(self, caller: socket.socket, request: RawMessage) -> bool:
        """One exchange; False when the connection is over."""
        operation = self._operation_of(request.data, request.body_at)
        with self._lock:
            fault, former = self.schedule.next(operation), self._former
            self._number += 1
            chance = random.Random(f"{self._seed}:{self._number}")  # noqa: S311 - a fault is to be repeated, not to be secret
            if fault is not None:
                self.struck.append(fault.name)
        replies = [self._forward(request.data) for _ in range(fault.forwards if fault else 1)]
        reply = replies[0] if replies else None
        if replies and reply is None:
            return False
        with self._lock:
            self._former = reply.data if reply else self._former
        if fault is None:
            assert reply is not None
            caller.sendall(reply.data)
            return not reply.last
        return _perform(caller, fault.acts(self._shot(fault, request, reply, former, chance))) and not (reply and reply.last)

    def _shot(self, fault: Fault, request: RawMessage, reply: RawMessage | None, former: bytes, chance: random.Random) -> Shot:
        return Shot(
            request=request.data, reply=reply.data if reply else b"", former=former, framing=self._side.framing,
            charset=self._side.charset, body_at=reply.body_at if reply else 0, chance=chance, seconds=fault.seconds)

    def _forward(self, data: bytes) -> RawMessage | None:
        """The server's whole reply to these bytes, None where it gave none."""
        deadline = Deadline(IDLE_S)
        try:
            with deadline.connect(*self._server) as server:
                deadline.send(server, data)
                return read_message(server, self._side.framing, deadline, self._side.limit_bytes)
        except OSError:
            return None


def _perform(caller: socket.socket, acts: tuple[Act, ...]) -> bool:
    """Do what the fault says; False when it ended the connection."""
    for act in acts:
        match act:
            case Send(data):
                caller.sendall(data)
            case Wait(seconds):
                time.sleep(seconds)
            case Close():
                caller.shutdown(socket.SHUT_WR)
                return False
            case Reset():
                _cut(caller)
                return False
    return True


def _cut(connection: socket.socket) -> None:
    """Reset (linger 0): what a dead line looks like."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    except OSError:
        pass
