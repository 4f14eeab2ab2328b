"""How files come from a peer: a simulated sender hands over one after another, a live one has left them at its place.

A receiver looks after every turn, so that it sees what a folder shows at that moment only: a file before it is whole, a second one
under the same name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from kanhe.model.file import FileContract
from kanhe.simulate.filer import Filer
from kanhe.simulate.filing import Delivery
from kanhe.transport.depot import Depot, deliver

SETTLE_S = 1.0  # after so long a live folder is looked at once more: what was whole has not changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the peer did since the last look. name: the file that it handed over, '' where nobody knows; at: when, likewise."""

    name: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Which files there should be. days: yyyyMMdd, none where nobody knows; members: of the series, none: whichever there are."""

    days: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()


class Handing(Protocol):
    """The place where one peer hands over its files."""

    def depot(self) -> Depot:
        """The place, opened at first use. Raises DepotError."""

    def turns(self, contract: FileContract) -> Iterator[Turn]:
        """What the peer does, step by step; whoever iterates looks after each."""

    def due(self, contract: FileContract) -> Due:
        """Which files of the contract there should be."""

    def close(self) -> None:
        """Give the place up; a second call does nothing."""


@dataclass(slots=True, kw_only=True)
class Simulated:
    """A simulated sender. sent: contract id -> what it hands over, in order; dues: what an honest one would; end: tidies up."""

    place: Depot
    sent: Mapping[str, Sequence[Delivery]]
    dues: Mapping[str, Due]
    end: Callable[[], None] = lambda: None

    def depot(self) -> Depot:
        """See Handing."""
        return self.place

    def turns(self, contract: FileContract) -> Iterator[Turn]:
        """One delivery after another, as the contract says a file is handed over."""
        for one in self.sent[contract.id]:
            deliver(self.place, contract.arrival, one.name, [one.data])
            yield Turn(name=one.name, at=one.at)

    def due(self, contract: FileContract) -> Due:
        """See Handing."""
        return self.dues[contract.id]

    def close(self) -> None:
        """See Handing."""
        self.place.close()
        self.end()


@dataclass(slots=True, kw_only=True)
class Housed:
    """A simulated sender under one roof with others. filers: contract id -> who makes its files from what it is told."""

    place: Depot
    filers: Mapping[str, Filer]

    def depot(self) -> Depot:
        """See Handing."""
        return self.place

    def turns(self, contract: FileContract) -> Iterator[Turn]:
        """What is there since the last time, one delivery after another."""
        for one in self.filers[contract.id].ready():
            deliver(self.place, contract.arrival, one.name, [one.data])
            yield Turn(name=one.name, at=one.at)

    def due(self, contract: FileContract) -> Due:
        """Nobody knows."""
        return Due()

    def close(self) -> None:
        """See Handing."""
        self.place.close()


@dataclass(slots=True, kw_only=True)
class Waited:
    """A live sender: what lies there is taken, and after a while what has changed since."""

    opened: Callable[[], Depot]
    wanted: Due = Due()
    _depot: Depot | None = field(default=None, init=False)

    def depot(self) -> Depot:
        """See Handing."""
        if self._depot is None:
            self._depot = self.opened()
        return self._depot

    def turns(self, contract: FileContract) -> Iterator[Turn]:
        """Two looks."""
        yield Turn()
        time.sleep(SETTLE_S)
        yield Turn()

    def due(self, contract: FileContract) -> Due:
        """What kanhe.toml says: of its days, those about which a file is due."""
        return replace(self.wanted, days=frozenset(day for day in self.wanted.days if contract.series.due_on(day)))

    def close(self) -> None:
        """See Handing."""
        if self._depot is not None:
            self._depot.close()
            self._depot = None
