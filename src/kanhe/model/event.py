"""What the engine tells; it knows no listener."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kanhe.model.contract import Catalogue
from kanhe.model.verdict import Cell, Finding, Promise
from kanhe.model.words import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One counterparty as the report shows it: name, family, the role that it plays, where it is. files: it hands over files, or with
    `takes` it is handed them; what the family says of messages is another peer's. between: it is a house of several systems, and owes these
    consequences of the linkage that its family names. windows: the families of its other doors, whose contracts are its own, too."""

    name: str
    family: str
    role: str
    address: str
    target: str = "sim"
    files: bool = False
    takes: bool = False
    between: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()

    @property
    def seat(self) -> tuple[str, str]:
        """What it is, whoever it is."""
        return self.family, self.role

    @property
    def by_the_wall(self) -> bool:
        """Whether it is a process of its own, with which time passes; for one in memory nothing is waited for."""
        return not self.address.startswith("memory")

    @property
    def families(self) -> tuple[str, ...]:
        """Whose contracts are about it as a peer that speaks in messages."""
        return self.family, *self.windows


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    """First event. planned: every (peer name, promise) that must be reported before the run is complete."""

    catalogue: Catalogue
    peers: tuple[Peer, ...]
    planned: tuple[tuple[str, Promise], ...]
    seed: int
    budget_s: float
    started_at: str  # yyyy-MM-dd HH:mm:ss
    command: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A phase of one peer began or ended; for the console only."""

    peer: str
    phase: str
    exchanges: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A new finding, told as soon as it is known."""

    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The final word on one cell."""

    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished:
    """Last event. complete: planned equals reported. counts: by outcome value."""

    complete: bool
    counts: Mapping[Outcome, int]
    missing: tuple[str, ...]
    exchanges: int
    seconds: float
    phases: Mapping[str, float] = field(default_factory=dict)
    exit_code: int = 0
    interrupted: bool = False


Event = RunStarted | Progress | Found | Closed | RunFinished
