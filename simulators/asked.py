"""What every simulated desk does with a request, whatever its trade: read it, refuse it, and answer one number once.

A message with a number of its own is granted once; the same content again gets the first answer, other content is refused (2.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kanhe.model.formula import Value
from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.ledger import fen
from simulators.world import World

# The codes of the JSON profile between the bureau and its partners (2.3): HTTP status and body code.
NOT_FOUND, CONFLICT, NOT_ALLOWED = "404 4040", "409 4090", "422 4220"

Said = Command | Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A request that was granted: what it said, and what it was told."""

    content: tuple[Any, ...]
    values: Mapping[str, Value]


def _value(said: Said, meaning: str) -> Value:
    return (said.values if isinstance(said, Command) else said).get(meaning)


def text_of(said: Said, meaning: str) -> str:
    """A value of a request or of one of its rows as text, '' where it is left out."""
    value = _value(said, meaning)
    return "" if value is None else str(value)


def decimal_of(said: Said, meaning: str) -> Decimal:
    """A rate or an amount in yuan; raises TypeError for what is none."""
    value = _value(said, meaning)
    if not isinstance(value, Decimal):
        raise TypeError(f"not a number: {value!r}")
    return value


def fen_of(said: Said, meaning: str) -> int:
    """An amount in fen; raises TypeError for what is none."""
    return fen(decimal_of(said, meaning))


def content_of(command: Command) -> tuple[Any, ...]:
    """All that a request says, rows too."""
    return (*sorted(command.values.items()), *(tuple(sorted(row.items())) for row in command.rows))


def same_name(left: str, right: str) -> bool:
    """Names are compared without spaces."""
    return "".join(left.split()) == "".join(right.split())


def refuse(world: World, text: str, *, code: str = NOT_ALLOWED) -> Step:
    """Nothing happens, and the reply says why."""
    return Step(world=world, outcome=ReplyClass.REFUSED, code=code, text=text)


def once(world: World, command: Command, *key: str, says: str = "编号已用于其他内容") -> Step | None:
    """The answer to a number that was used before; None where it is new. says: the reason for refusing other content."""
    known: Granted | None = world.find("done", command.operation, *key)
    if known is None:
        return None
    if known.content != content_of(command):
        return refuse(world, says, code=CONFLICT)
    return Step(world=world, values=known.values)


def remembered(world: World, command: Command, *key: str, values: Mapping[str, Value]) -> Step:
    """The answer, which from now on belongs to the number."""
    granted = Granted(content=content_of(command), values=values)
    return Step(world=world.put("done", command.operation, *key, record=granted), values=values)
