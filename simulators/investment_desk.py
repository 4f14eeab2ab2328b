"""What every part of the project library of government investment shares: reading commands, refusing, one answer for each number.

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

NOT_FOUND, CONFLICT, NOT_ALLOWED = "404 4040", "409 4090", "422 4220"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A request that was granted: what it said, and what it was told."""

    content: tuple[Any, ...]
    values: Mapping[str, Value]


def text_of(command: Command, meaning: str) -> str:
    """A value as text, '' where the request leaves it out."""
    value = command.values.get(meaning)
    return "" if value is None else str(value)


def number_of(command: Command, meaning: str) -> Decimal:
    """A rate or an amount in yuan; raises TypeError for what is none."""
    value = command.values.get(meaning)
    if not isinstance(value, Decimal):
        raise TypeError(f"not a number: {value!r}")
    return value


def fen_of(command: Command, meaning: str) -> int:
    """An amount in fen."""
    return fen(number_of(command, meaning))


def refuse(world: World, text: str, *, code: str = NOT_ALLOWED) -> Step:
    """Nothing happens, and the reply says why."""
    return Step(world=world, outcome=ReplyClass.REFUSED, code=code, text=text)


def content_of(command: Command) -> tuple[Any, ...]:
    """All that a request says, rows too."""
    return (*sorted(command.values.items()), *(tuple(sorted(row.items())) for row in command.rows))


def once(world: World, command: Command, *key: str) -> Step | None:
    """The answer to a number that was used before; None where it is new."""
    known: Done | None = world.find("done", command.operation, *key)
    if known is None:
        return None
    if known.content != content_of(command):
        return refuse(world, "编号已用于其他内容", code=CONFLICT)
    return Step(world=world, values=known.values)


def remembered(world: World, command: Command, *key: str, values: Mapping[str, Value]) -> Step:
    """The answer, which from now on belongs to the number."""
    done = Done(content=content_of(command), values=values)
    return Step(world=world.put("done", command.operation, *key, record=done), values=values)
