"""The world that counterparties share: a frozen value, so that forking it is keeping a reference.

`World + command -> Step` is all that a simulator is. A world holds things (records of any frozen type by kind and
key), the ledger, what was answered before (idempotency) and counters. Nothing here knows sockets, bytes, field names
or the time of day: the clock is given with every command.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from immutables import Map

from simulators.ledger import Ledger, faults

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the first request of an idempotency key said (`content`) and was told (`values` by meaning)."""

    content: tuple[Any, ...]
    values: Map[str, Any] = field(default_factory=Map)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One party's state. role: which side is simulated. things: kind -> key -> record, in no order of their own."""

    role: str
    ledger: Ledger = field(default_factory=Ledger)
    things: Map[str, Map[Key, Any]] = field(default_factory=Map)
    answered: Map[Key, Answered] = field(default_factory=Map)
    counters: Map[str, int] = field(default_factory=Map)

    def find(self, kind: str, *key: str) -> Any:
        """The record, or None."""
        shelf = self.things.get(kind)
        return None if shelf is None else shelf.get(key)

    def all(self, kind: str) -> Iterator[Any]:
        """Every record of the kind, in order of key."""
        shelf: Map[Key, Any] = self.things.get(kind, Map())
        return (shelf[key] for key in sorted(shelf))

    def put(self, kind: str, *key: str, record: Any) -> World:
        """The world with this record under this key. Written out, because this is what a simulator does most."""
        shelf = self.things.get(kind)
        things = self.things.set(kind, Map({key: record}) if shelf is None else shelf.set(key, record))
        return World(role=self.role, ledger=self.ledger, things=things, answered=self.answered, counters=self.counters)

    def drop(self, kind: str, *key: str) -> World:
        """The world without this record; unchanged when there is none."""
        shelf: Map[Key, Any] = self.things.get(kind, Map())
        return self._with(self.things.set(kind, shelf.delete(key))) if key in shelf else self

    def count(self, name: str) -> tuple[World, int]:
        """The next number (from 1) of a counter, and the world that has used it."""
        number = self.counters.get(name, 0) + 1
        return self._with(self.things, counters=self.counters.set(name, number)), number

    def remember(self, *key: str, answered: Answered) -> World:
        """The world that knows this idempotency key."""
        return replace(self, answered=self.answered.set(key, answered))

    def booked(self, ledger: Ledger) -> World:
        """The world with these books."""
        return self._with(self.things, ledger=ledger)

    def _with(
        self,
        things: Map[str, Map[Key, Any]],
        *,
        ledger: Ledger | None = None,
        counters: Map[str, int] | None = None,
    ) -> World:
        """Written out because `dataclasses.replace` is several times slower, and this is done for every record."""
        return World(
            role=self.role,
            ledger=self.ledger if ledger is None else ledger,
            things=things,
            answered=self.answered,
            counters=self.counters if counters is None else counters,
        )


def moved(before: World, after: World) -> tuple[tuple[str, int], ...]:
    """What the postings between two worlds of one party did: (account, fen in; negative: out), in order."""
    first, last = len(before.ledger.postings), len(after.ledger.postings)
    postings = [after.ledger.postings[serial] for serial in range(first + 1, last + 1)]
    return tuple(side for p in postings for side in ((p.source, -p.amount_fen), (p.target, p.amount_fen)))


def invariants(world: World) -> list[str]:
    """What must hold after every step and does not: see `ledger.faults`."""
    return faults(world.ledger)
