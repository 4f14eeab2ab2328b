"""Packing and unpacking: documents to sealed messages and back, with the wire's errors told as trouble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kanhe.contract.draw import Draw
from kanhe.errors import WireError
from kanhe.model.contract import Contract
from kanhe.model.document import Document
from kanhe.model.exchange import Message, Received, Trouble
from kanhe.wire.codec import decode, encode
from kanhe.wire.naming import route_match
from kanhe.wire.seal import Keys, sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What turns documents into messages for one peer. keys: ours and the peer's, where messages are sealed."""

    draw: Draw
    keys: Keys | None = None

    def pack(self, contract: Contract, request: Document, *, now: str) -> Message:
        """A request as it goes out, sealed where the contract says so."""
        message = encode(contract, request, reply=False)
        seal = contract.party.wire.seal
        if seal is None or self.keys is None:
            return message
        return sign(seal, self.keys, message, timestamp=now, nonce=self.draw.unique_text(32).rjust(32, "0"))

    def pack_reply(self, contract: Contract, reply: Document, *, now: str) -> Message:
        """A reply of ours as it goes out."""
        return encode(contract, reply, reply=True)

    def unpack(self, contract: Contract, received: Received) -> tuple[Document | None, Trouble | None]:
        """The reply document, or why there is none."""
        if received.reply is None:
            return None, received.trouble
        try:
            return decode(contract, received.reply, reply=True), None
        except WireError as error:
            return None, Trouble(phase=error.layer, message=error.message, sent=True, offset=error.offset)

    def read_request(self, contract: Contract, message: Message) -> Document:
        """A request of the peer, decoded; raises WireError."""
        return decode(contract, message, reply=False)

    def find(self, contracts: Sequence[Contract], message: Message, operation: str) -> Contract:
        """The contract of a request that the peer sent; raises WireError('syntax') for an unknown operation."""
        for contract in contracts:
            if contract.route:
                if contract.method == message.method and route_match(contract.route, message.target) is not None:
                    return contract
            elif contract.operation in (operation, operation.partition(" ")[0]):
                return contract
        raise WireError("syntax", f"没有契约约定的操作 {operation or message.target!r}")


def tampered(message: Message, **changes: Any) -> Message:
    """A message with parts changed after it was sealed."""
    return replace(message, **changes)
