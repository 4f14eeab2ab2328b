"""Packing and unpacking: documents to sealed messages and back, with the wire's errors told as trouble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kanhe.contract.draw import Draw
from kanhe.errors import WireError
from kanhe.model.contract import Contract, WireProfile
from kanhe.model.document import Document
from kanhe.model.exchange import Message, Received, Trouble
from kanhe.wire.codec import decode, encode
from kanhe.wire.naming import operation_of, route_match
from kanhe.wire.seal.keys import Keys
from kanhe.wire.seal.kind import Sign
from kanhe.wire.seal.seals import bare, is_sealed, opened, replies_of, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What turns documents into messages for one peer. keys: ours and the peer's, where messages are sealed."""

    draw: Draw
    keys: Keys | None = None

    def pack(
        self, contract: Contract, request: Document, *, now: str, keys: Keys | None = None, how: Sign | None = None, loose: bool = False,
        body: bytes = b"",
    ) -> Message:
        """A request as it goes out, sealed where the contract says so. keys, how: other keys, and another right way to seal. loose: inner
        messages are written otherwise. body: sent instead of the request's own."""
        message = encode(contract, request, reply=False, loose=loose)
        message = replace(message, body=body) if body else message
        return self._sealed(contract.party.wire, message, now=now, keys=keys, how=how)

    def plain(self, contract: Contract, request: Document) -> Message:
        """A request before it is sealed."""
        return encode(contract, request, reply=False)

    def pack_reply(self, contract: Contract, reply: Document, *, now: str) -> Message:
        """A reply of ours as it goes out."""
        return self._sealed(replies_of(contract.party.wire), encode(contract, reply, reply=True), now=now)

    def _sealed(
        self, wire: WireProfile, message: Message, *, now: str, keys: Keys | None = None, how: Sign | None = None
    ) -> Message:
        if self.keys is None or not is_sealed(wire):
            return message
        return sealed(wire, keys or self.keys, message, timestamp=now, nonce=self.draw.unique_text(32).rjust(32, "0"), how=how)

    def unpack(self, contract: Contract, received: Received, *, now: str = "") -> tuple[Document | None, Trouble | None]:
        """The reply document, or why there is none."""
        if received.reply is None:
            return None, received.trouble
        try:
            plain = self.opened(replies_of(contract.party.wire), received.reply, now=now)
            return decode(contract, plain, reply=True), None
        except WireError as error:
            return None, Trouble(phase=error.layer, message=error.message, sent=True, offset=error.offset)

    def opened(self, wire: WireProfile, message: Message, *, now: str) -> Message:
        """A message of the peer without cipher and seal; raises WireError('seal')."""
        return message if self.keys is None or not is_sealed(wire) else opened(wire, self.keys, message, now=now)

    def read_request(self, contract: Contract, message: Message) -> Document:
        """A request of the peer, decoded; raises WireError."""
        return decode(contract, message, reply=False)

    def named(self, contracts: Sequence[Contract], message: Message) -> Sequence[Contract]:
        """The contract that an unreadable request of the peer names, else the first there is."""
        try:
            return [self.find(contracts, bare(contracts[0].party.wire, message))]
        except (WireError, IndexError):
            return contracts[:1]

    def find(self, contracts: Sequence[Contract], message: Message) -> Contract:
        """The contract of a request that the peer sent; raises WireError('syntax') for an unknown operation."""
        wire = contracts[0].party.wire if contracts else None
        operation = operation_of(contracts[0].party, message) if wire is not None and wire.named else ""
        for contract in contracts:
            if contract.route and contract.method == message.method and route_match(contract.route, message.target) is not None:
                return contract
        named = {contract.operation: contract for contract in contracts if not contract.route}
        for name in (operation, operation.partition(" ")[0]):  # `writeVoucher 5511` before `writeVoucher`
            if name in named:
                return named[name]
        raise WireError("syntax", f"没有契约约定的操作 {operation or message.target!r}")


def tampered(message: Message, **changes: Any) -> Message:
    """A message with parts changed after it was sealed."""
    return replace(message, **changes)
