"""Who else wants to know what happens in a session: of a single system nobody, of a house all the others."""

from __future__ import annotations

from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.event import Peer
from kanhe.model.exchange import Exchange


class Ears:
    """Nobody. See run/house.py."""

    def begun(self, peer: Peer, contract: Contract, request: Document) -> None:
        """A message goes out now, or an event happens."""

    def heard(self, peer: Peer, contract: Contract, request: Document) -> None:
        """The peer has sent a message of its own, which the books do not know yet. In the listener's thread."""

    def recorded(self, exchange: Exchange) -> None:
        """An exchange, or an event, has become part of the story."""

    def settled(self, peer: Peer, exchange: Exchange) -> None:
        """The books have taken it in, and explain the peer."""


NOBODY = Ears()
