"""Sealing and opening messages as a wire says: signed first, then enciphered; deciphered first, then verified over the received bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kanhe.model.contract import Seal, WireProfile
from kanhe.model.exchange import Message
from kanhe.wire.seal import sm2_body, sm2_headers, sm3_comment, sm3_field, sm4_body
from kanhe.wire.seal.keys import Keys
from kanhe.wire.seal.kind import Kind, Sign, Stamp

KINDS: dict[str, Kind] = {"sm2-headers": sm2_headers.KIND, "sm2-body": sm2_body.KIND, "sm3-comment": sm3_comment.KIND,
                           "sm3-field": sm3_field.KIND}
Spoilt = Callable[[Keys, Message], Message]


def is_sealed(wire: WireProfile) -> bool:
    """Whether messages need keys."""
    return wire.seal is not None or wire.cipher is not None


def needed(wire: WireProfile) -> tuple[str, ...]:
    """The names of the keys without which nothing can be sealed."""
    own = () if wire.seal is None else ("mac_key",) if wire.seal.kind.startswith("sm3-") else ("private_key",)
    return (*own, *(("cipher_key", "cipher_iv") if wire.cipher is not None else ()))


def sign(seal: Seal, keys: Keys, message: Message, *, timestamp: str, nonce: str) -> Message:
    """The message with its seal; timestamp is yyyyMMddHHmmss."""
    return KINDS[seal.kind].sign(seal, keys, message, Stamp(timestamp=timestamp[:14], nonce=nonce))


def verified(seal: Seal, keys: Keys, message: Message, *, now: str = "") -> Message:
    """The message without its seal, which was right over the received bytes; raises WireError('seal') that says which layer failed."""
    return KINDS[seal.kind].open(seal, keys, message, now)


def sealed(wire: WireProfile, keys: Keys, message: Message, *, timestamp: str, nonce: str, how: Sign | None = None) -> Message:
    """The message as it goes out. how: another way to sign, for unusual but right messages."""
    if wire.seal is not None:
        stamp = Stamp(timestamp=timestamp[:14], nonce=nonce)
        message = (how or KINDS[wire.seal.kind].sign)(wire.seal, keys, message, stamp)
    return sm4_body.enciphered(wire.cipher, keys, message) if wire.cipher is not None else message


def deciphered(wire: WireProfile, keys: Keys, message: Message) -> Message:
    """The message in plain, its seal still on it; raises WireError('seal')."""
    return sm4_body.deciphered(wire.cipher, keys, message) if wire.cipher is not None else message


def opened(wire: WireProfile, keys: Keys, message: Message, *, now: str) -> Message:
    """The message without cipher and seal; raises WireError('seal')."""
    message = deciphered(wire, keys, message)
    return verified(wire.seal, keys, message, now=now) if wire.seal is not None else message


def replies_of(wire: WireProfile) -> WireProfile:
    """The same wire for replies: they are sealed only where the contract says so."""
    return wire if wire.seal is None or wire.seal.replies else replace(wire, seal=None)


def bare(wire: WireProfile, message: Message) -> Message:
    """A message in plain without its seal, whether that is right or not."""
    return KINDS[wire.seal.kind].bare(wire.seal, message) if wire.seal is not None else message


def seal_rule(wire: WireProfile, contract: str) -> str:
    """The promise that a wrong seal or cipher breaks."""
    return (wire.seal.rule if wire.seal else "") or (wire.cipher.rule if wire.cipher else "") or f"{contract}:seal"


def forgeries(wire: WireProfile) -> dict[str, Spoilt]:
    """Chinese name -> how an honestly sealed message of this wire is spoilt; every one must be refused without a booking."""
    found: dict[str, Spoilt] = {}
    seal, cipher = wire.seal, wire.cipher
    for name, forge in KINDS[seal.kind].forgeries.items() if seal is not None else ():
        def under(keys: Keys, message: Message, forge=forge) -> Message:  # type: ignore[no-untyped-def]
            assert seal is not None
            spoilt: Message = forge(seal, keys, deciphered(wire, keys, message))
            return sm4_body.enciphered(cipher, keys, spoilt) if cipher is not None else spoilt

        found[name] = under
    for name, spoil in sm4_body.FORGERIES.items() if cipher is not None else ():
        def over(keys: Keys, message: Message, spoil=spoil) -> Message:  # type: ignore[no-untyped-def]
            assert cipher is not None
            return spoil(cipher, keys, message)  # type: ignore[no-any-return]

        found[name] = over
    return found


def genuine(wire: WireProfile, keys: Keys, day: str) -> dict[str, tuple[Keys, Sign]]:
    """Chinese name -> (keys, way to sign) of unusual but right seals on this day; every one must be accepted."""
    seal = wire.seal
    if seal is None:
        return {}
    found = {name: (keys, way) for name, way in KINDS[seal.kind].genuine.items()}
    if keys.next_private_key and keys.change_day == day:
        found["换证当日用新证书签名"] = replace(keys, private_key=keys.next_private_key), KINDS[seal.kind].sign
    return found
