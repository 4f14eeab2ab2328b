"""A link to one live peer over sockets; events are caused at it through doors, see doors.py."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kanhe.errors import ContractError, Position, Problem
from kanhe.model.contract import Contract, Party
from kanhe.model.exchange import Message, Received
from kanhe.model.link import Answer, Gate, Misframed, Moved
from kanhe.transport.doors import asked, by_command, go_through
from kanhe.transport.http import HttpClient
from kanhe.transport.listen import Listener, serve_http, serve_tcp
from kanhe.transport.tcp import TcpClient, why

ADVANCE = "advance"  # the stimulus that moves the peer's clock on; of no family, of every peer that has such a door
CLOCK_S = 60.0  # whatever falls due meanwhile happens before the door answers
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def held_port() -> tuple[socket.socket, int]:
    """A port on loopback, and the socket that keeps it from everybody else until we listen on it."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    return held, int(held.getsockname()[1])


def why_not_listen(host: str, port: int) -> str:
    """Why nobody could listen there at this moment, '' where one can."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except OSError as error:
        return why(error)
    except (UnicodeError, OverflowError):
        return "地址写法有误"
    return ""


def split_address(address: str) -> tuple[str, int]:
    """`tcp://host:port` -> (host, port)."""
    host, _, port = address.partition("://")[2].rstrip("/").rpartition(":")
    return host.strip("[]"), int(port)


class SocketLink:
    """See model.link.Link. stimuli: operation -> door. headers: secrets that every HTTP request gets here, on the wire and nowhere
    else: what is remembered, judged and reported is the message without them. held: a socket that is bound to the listen address already.
    Addresses beyond loopback must be `allowed` by the configuration."""

    def __init__(
        self, *, party: Party, address: str, listen_address: str = "", stimuli: Mapping[str, Mapping[str, Any]] | None = None,
        headers: Sequence[tuple[str, str]] = (), allowed: bool = False, held: socket.socket | None = None,
    ) -> None:
        host, port = split_address(address)
        if host not in LOOPBACK and not allowed:
            raise ContractError([Problem(Position("kanhe.toml"), f"{address} 不是回环地址，也不在 allow 中", "写进 allow 的地址")])
        self._party, self._address, self._listen_address, self._held = party, address, listen_address, held
        self._stimuli, self._headers = stimuli or {}, tuple(headers)
        self._listener: Listener | None = None
        wire = party.wire
        self._tcp = TcpClient(host=host, port=port, framing=wire.framing, charset=wire.charset) if wire.framing else None
        self._http = HttpClient(address, limit_bytes=wire.limit_bytes)

    def call(self, contract: Contract, message: Message, *, lose_reply: bool = False, gate: Gate | None = None) -> Received:
        """One request, one reply, within the contract's deadline."""
        if self._tcp is not None:
            return self._tcp.call(message.body, deadline_s=contract.deadline_s, lose_reply=lose_reply, gate=gate)
        if self._headers:
            message = replace(message, headers=(*message.headers, *self._headers))
        return self._http.call(message, deadline_s=contract.deadline_s, lose_reply=lose_reply, gate=gate)

    def listen(self, answer: Answer, misframed: Misframed) -> None:
        """Play the other role at the listen address, where one is given."""
        if not self._listen_address or self._listener is not None:
            return
        host, port = split_address(self._listen_address)
        framing = self._party.wire.framing
        if framing is not None:
            self._listener = serve_tcp(host, port, framing, answer, misframed=misframed, held=self._held)
        else:
            self._listener = serve_http(host, port, answer, held=self._held)

    def stimulate(self, contract: Contract, values: Mapping[str, object]) -> str:
        """Cause an event through its door; '' or the Chinese reason why it could not be."""
        door = self._stimuli.get(contract.operation)
        if door is None:
            return f"没有声明触发方式：kanhe.toml 的 stimuli.{contract.operation}"
        return go_through(door, contract.operation, values)

    def move_clock(self, to: str) -> Moved:
        """Through the door `advance`, where the configuration names one."""
        door = self._stimuli.get(ADVANCE)
        if door is None:
            return Moved(reason=f"没有声明推进时钟的方式：kanhe.toml 的 stimuli.{ADVANCE}")
        if "http" in door:
            return _moved(asked(str(door["http"]), {"to": to}, deadline_s=CLOCK_S))
        if "argv" in door:
            return Moved(reason=by_command([str(a) for a in door["argv"]], {"to": to}) or "命令不能说出拨到了几时")
        return Moved(reason=f"stimuli.{ADVANCE} 要写 http")

    def close(self) -> None:
        """Release the listener and its port."""
        if self._listener is not None:
            self._listener.close()
        if self._held is not None:
            self._held.close()


def _moved(said: Mapping[str, Any] | str) -> Moved:
    if isinstance(said, str):
        return Moved(reason=said)
    now = said.get("now")
    if said.get("done") is False or not isinstance(now, str) or not re.fullmatch("[0-9]{14}", now, re.ASCII):
        return Moved(reason=str(said.get("reason") or "推进时钟的应答里没有 now（yyyyMMddHHmmss）"))
    return Moved(now=now, stands=said.get("mode") == "frozen")
