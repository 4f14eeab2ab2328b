"""What every kind of seal offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kanhe.model.contract import Seal
from kanhe.model.exchange import Message
from kanhe.wire.seal.keys import Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a sender puts beside the message: its moment (yyyyMMddHHmmss) and a word never used before."""

    timestamp: str
    nonce: str


Sign = Callable[[Seal, Keys, Message, Stamp], Message]
Open = Callable[[Seal, Keys, Message, str], Message]
"""(seal, keys, received message, present moment) -> the message without its seal; raises WireError('seal') that names the layer."""
Forge = Callable[[Seal, Keys, Message], Message]
"""An honestly sealed message, spoilt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """bare: the message without its seal, right or wrong; the message itself where there is none to take off. forgeries: Chinese name ->
    how an honest message is spoilt; every one must be refused without a booking. genuine: ways to sign that are unusual but right."""

    sign: Sign
    open: Open
    bare: Callable[[Seal, Message], Message]
    forgeries: Mapping[str, Forge]
    genuine: Mapping[str, Sign] = field(default_factory=dict)
