"""The seam between the engine and the sockets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kanhe.errors import WireError
from kanhe.model.acts import Act
from kanhe.model.contract import Contract
from kanhe.model.exchange import Message, Received


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A reply that the peer does not get as it is. `acts` says what happens on the wire instead, given the raw bytes of the
    reply and the offset of its payload."""

    reply: Message
    acts: Callable[[bytes, int], Sequence[Act]]


Answer = Callable[[Message], Message | Spoiled | None]
"""What Kanhe answers to a message that the peer sent; None = hang up without an answer."""


Misframed = Callable[[WireError, bytes], None]
"""Told when the peer sent bytes that are no frame."""


Gate = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a peer said to a wish to move its clock on. now: its moment, yyyyMMddHHmmss; stands: it goes on only when moved; reason:
    Chinese, why it was not moved."""

    now: str = ""
    stands: bool = False
    reason: str = ""


class Link(Protocol):
    """One peer, reached over sockets or in memory. Thread-safe for `call`."""

    def call(self, contract: Contract, message: Message, *, lose_reply: bool = False, gate: Gate | None = None) -> Received:
        """Send one request, bring back one reply; never raises for the peer's sins. With `lose_reply` everything is
        sent and the connection closed after the peer has had the request, without reading. gate: waited at when the line is
        open and only the sending is left, so that several requests leave at the same moment."""

    def listen(self, answer: Answer, misframed: Misframed) -> None:
        """From now on answer the peer's own requests with `answer` (called in the listener's thread); tell `misframed`
        of bytes in which no frame could be found."""

    def stimulate(self, contract: Contract, values: Mapping[str, object]) -> str:
        """Cause an event at the peer. '' when it was done, otherwise the Chinese reason why it could not be."""

    def move_clock(self, to: str) -> Moved:
        """Move the peer's clock on: `+30s`, `next-cutoff`, `next-working-day`, `2026-10-09T09:30`. What falls due meanwhile has
        happened, and been sent, when this returns."""

    def close(self) -> None:
        """Release sockets and threads."""
