"""Where a peer takes files: a simulated one in this process, or a live one at its place whose books are asked through a door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from kanhe.model.file import FileContract
from kanhe.simulate.importer import Importer
from kanhe.transport.depot import Depot, look
from kanhe.transport.doors import go_through, told

SETTLE_S = 3.0
IMPORT = "import"  # the stimulus that makes a receiver look at its place
UNSEEN = "看不到对方的账：kanhe.toml 没有写 booked"


class Taker(Protocol):
    """The place where one peer takes files, and its books."""

    @property
    def days(self) -> Sequence[str]:
        """The days whose files it may be handed; () where that is ours to choose."""

    @property
    def settle_s(self) -> float:
        """So long it is given to book what it should; and, where nobody tells it to look, not to book what it should not."""

    @property
    def told_to(self) -> bool:
        """Whether it looks when it is told to."""

    @property
    def why_not(self) -> str:
        """Why nothing can be found out about it; '' where something can."""

    def depot(self) -> Depot:
        """The place, opened at first use. Raises DepotError."""

    def look(self, contract: FileContract, name: str) -> str:
        """Tell it to look for what was handed over; '' or why it could not be told."""

    def booked(self, contract: FileContract) -> bytes | str:
        """What its books show, as CSV; else why nothing was heard."""

    def close(self) -> None:
        """Give the place up; a second call does nothing."""


@dataclass(slots=True, kw_only=True)
class SimulatedTaker:
    """A simulated receiver. importers: contract id -> who takes its files; end: tidies up."""

    place: Depot
    importers: Mapping[str, Importer]
    end: Callable[[], None] = lambda: None
    days: Sequence[str] = ()
    settle_s: float = 0.0
    told_to: bool = True
    why_not: str = ""

    def depot(self) -> Depot:
        """See Taker."""
        return self.place

    def look(self, contract: FileContract, name: str) -> str:
        """What lies there under that name, whether it is handed over or not; a name that the contract does not know is not for it."""
        for one in look(self.place, contract.arrival, contract.name.match):
            if one.name == name and one.known:
                there = name if name in self.place.sizes() else f"{name}{contract.arrival.mark}"
                self.importers[contract.id].take(name, b"".join(self.place.read(there)), ready=one.ready)
        return ""

    def booked(self, contract: FileContract) -> bytes | str:
        """See Taker."""
        return self.importers[contract.id].booked()

    def close(self) -> None:
        """See Taker."""
        self.place.close()
        self.end()


@dataclass(slots=True, kw_only=True)
class LiveTaker:
    """A live receiver. books, door: as kanhe.toml says, None where it does not."""

    opened: Callable[[], Depot]
    books: Mapping[str, Any] | None = None
    door: Mapping[str, Any] | None = None
    days: Sequence[str] = ()
    settle_s: float = SETTLE_S
    _depot: Depot | None = field(default=None, init=False)

    @property
    def told_to(self) -> bool:
        """Where there is a door for it."""
        return self.door is not None

    @property
    def why_not(self) -> str:
        """Without its books nothing is handed over."""
        return "" if self.books else UNSEEN

    def depot(self) -> Depot:
        """See Taker."""
        if self._depot is None:
            self._depot = self.opened()
        return self._depot

    def look(self, contract: FileContract, name: str) -> str:
        """See Taker."""
        return go_through(self.door, IMPORT, {"name": name, "contract": contract.id}) if self.door else ""

    def booked(self, contract: FileContract) -> bytes | str:
        """See Taker."""
        return told(self.books or {}, {"contract": contract.id})

    def close(self) -> None:
        """See Taker."""
        if self._depot is not None:
            self._depot.close()
            self._depot = None
