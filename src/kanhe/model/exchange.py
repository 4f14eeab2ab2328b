"""What really happened between us and a peer, once; the raw bytes are kept as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.words import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Bytes as they cross the wire. TCP: `body` is the frame's payload, without the prefix. HTTP: all parts."""

    body: bytes = b""
    method: str = ""
    target: str = ""  # http: path with query, percent-encoded
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        """The first value of a header, '' where there is none; names compare without case."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Seconds of a monotonic clock relative to the start of the exchange; -1 where it was not reached."""

    connected: float = -1.0
    sent: float = -1.0
    first_byte: float = -1.0
    done: float = -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why there is no readable reply. phase: connect, send, reply, frame, charset, syntax, seal, limit, deadline.

    `sent` tells the two worlds apart: False = nothing left this side (safe to send again), True = the peer may have
    acted (outcome unknown). `unreached`: the peer could not be reached at all.
    """

    phase: str
    message: str
    sent: bool
    unreached: bool = False
    offset: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a transport brings back: a reply, or trouble; the raw bytes in both cases."""

    reply: Message | None = None
    trouble: Trouble | None = None
    raw: bytes = b""  # every byte that came, framing included
    moments: Moments = Moments()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request to send: which document, why, and what an honest peer does with it.

    origin: specimen, pair, edge, mutation, random, scenario. aim: id of the promise that the case is about
    (for a mutation: the one rule that it breaks). note: Chinese, what was done to the document.
    lose_reply: send everything, then hang up without reading. raw: send these bytes instead of the encoded document.
    """

    contract: Contract
    document: Document
    intent: Intent = Intent.ACCEPT
    origin: str = "scenario"
    aim: str = ""
    note: str = ""
    lose_reply: bool = False
    raw: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A case and what came of it. For a message that the peer sent us, `inbound` is True and `reply` is our answer.

    sent/received: what crossed the wire. request/reply: decoded documents (None where undecodable or absent).
    at: business time yyyyMMddHHmmss when it started. number: position in the run, counted from 1.
    """

    contract: Contract
    case: Case | None = None
    inbound: bool = False
    sent: Message | None = None
    received: Received = Received()
    request: Document | None = None
    reply: Document | None = None
    trouble: Trouble | None = None
    at: str = ""
    number: int = 0
    peer: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
