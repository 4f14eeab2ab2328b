"""The lines to those who are under test: one that speaks in messages, one that hands over files, one that takes them, several under one
roof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from kanhe.model.contract import Catalogue
from kanhe.model.event import Peer
from kanhe.model.link import Link
from kanhe.model.linkage import Linkage
from kanhe.run.reception import FileLine, looks_in_books
from kanhe.run.taking import Taker
from kanhe.wire.seal.keys import Keys

Clock = Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One peer with the link to it. doors: why some stimuli cannot be caused is the link's to say."""

    peer: Peer
    link: Link
    keys: Keys | None = None
    clock: Clock | None = None
    given: dict[str, tuple[dict[str, object], ...]] | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def secrets(self) -> list[str]:
        """What must be written nowhere: keys, and the headers that the link adds (a token also without the word before it)."""
        told = [form for _, value in self.headers for form in (value, value.rpartition(" ")[2])]
        return [*(self.keys.secrets if self.keys else ()), *told]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakerLine:
    """One peer that takes files. secrets: what must be written nowhere."""

    peer: Peer
    link: Taker
    secrets: Sequence[str] = field(default=(), repr=False)


@dataclass(slots=True)
class Doors:
    """The lines into the systems of a house, opened when their turn comes; a second `close` does nothing."""

    make: Callable[[], Sequence[Line | FileLine]]
    opened: list[Line | FileLine] = field(default_factory=list)

    def open(self) -> Sequence[Line | FileLine]:
        """A line for each seat, and one for each place of files."""
        made = self.make()
        self.opened += made
        return made

    def close(self) -> None:
        """Close every line."""
        while self.opened:
            self.opened.pop().link.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseLine:
    """The systems of a house, for what lies between them. peer: the house as the report shows it; its family is the linkage's id."""

    peer: Peer
    linkage: Linkage
    link: Doors
    secrets: tuple[str, ...] = ()


AnyLine = Line | FileLine | TakerLine | HouseLine
"""A peer that speaks in messages, one that hands over files or takes them, or several under one roof."""

Together = tuple[AnyLine, ...]
"""What must be done one after the other: files that are laid beside the messages of the same peer come behind them."""


def beside(catalogue: Catalogue, lines: Sequence[AnyLine]) -> list[Together]:
    """The lines in their order, but files with rules that look into the books behind the one peer of that family and role that speaks."""
    seats = [(line.peer.family, line.peer.role) for line in lines if isinstance(line, Line)]
    found: dict[object, Together] = {}
    for line in sorted(lines, key=lambda line: isinstance(line, FileLine)):
        seat = line.peer.family, line.peer.role
        looks = isinstance(line, FileLine) and any(
            looks_in_books(rule) for c in catalogue.files.values() if (c.party.family, c.sender) == seat for rule in c.rules)
        if isinstance(line, FileLine) and looks and seats.count(seat) == 1:
            found[seat] += (replace(line, beside=True),)
        else:
            found[seat if seats.count(seat) == 1 and isinstance(line, Line) else id(line)] = (line,)
    return sorted(found.values(), key=lambda together: lines.index(together[0]))
