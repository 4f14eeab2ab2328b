"""A peer with several doors: each has a wire and an address of its own, all are one system with one set of books."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kanhe.errors import Problem
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.exchange import Message, Received
from kanhe.model.link import Answer, Gate, Link, Misframed, Moved
from kanhe.run.config import PeerConfig
from kanhe.run.lines import Line


class ManyDoors:
    """See model.link.Link. windows: family -> link; what is of no window goes through the main door, where the peer's own messages come."""

    def __init__(self, main: Link, windows: Mapping[str, Link]) -> None:
        self._main, self._windows = main, windows

    def _of(self, contract: Contract) -> Link:
        return self._windows.get(contract.party.family, self._main)

    def call(self, contract: Contract, message: Message, *, lose_reply: bool = False, gate: Gate | None = None) -> Received:
        """Through the door that the contract belongs to."""
        return self._of(contract).call(contract, message, lose_reply=lose_reply, gate=gate)

    def listen(self, answer: Answer, misframed: Misframed) -> None:
        """At the main door."""
        self._main.listen(answer, misframed)

    def stimulate(self, contract: Contract, values: Mapping[str, object]) -> str:
        """Through the door that the event belongs to."""
        return self._of(contract).stimulate(contract, values)

    def move_clock(self, to: str) -> Moved:
        """At the main door."""
        return self._main.move_clock(to)

    def close(self) -> None:
        """Close every door."""
        for link in (self._main, *self._windows.values()):
            link.close()


def with_windows(main: Line, windows: Sequence[Line]) -> Line:
    """One line to a peer and its windows."""
    if not windows:
        return main
    families = tuple(line.peer.family for line in windows)
    link = ManyDoors(main.link, {line.peer.family: line.link for line in windows})
    headers = tuple(dict.fromkeys(header for line in (main, *windows) for header in line.headers))
    keys = next((line.keys for line in (main, *windows) if line.keys is not None), None)
    return replace(main, peer=replace(main.peer, windows=families), link=link, headers=headers, keys=keys)


def windows_of(catalogue: Catalogue, peer: PeerConfig, peers: Sequence[PeerConfig]) -> list[PeerConfig]:
    """The windows of a peer: those of its family, with its role, at its site."""
    return [other for other in peers if _window_of(catalogue, other) == peer.family and (other.role, other.site) == (peer.role, peer.site)]


def homeless(catalogue: Catalogue, peers: Sequence[PeerConfig]) -> Iterator[Problem]:
    """Windows without the peer that they belong to, or with more than one."""
    for window in peers:
        family = _window_of(catalogue, window)
        mine = [peer for peer in peers if peer.family == family and peer.files is None]
        homes = [peer.name for peer in mine if window in windows_of(catalogue, peer, peers)]
        if family and len(homes) != 1:
            yield Problem(window.at("family"), f"{window.name} 是 {family} 的窗口，同一 site 里这样的对端有 {len(homes)} 个",
                          f'恰好一个 family = "{family}"、role = "{window.role}" 的对端', "各家用 site 分开")


def is_window(catalogue: Catalogue, peer: PeerConfig) -> bool:
    """Whether a peer of the configuration is no peer of its own, but another door of one."""
    return bool(_window_of(catalogue, peer))


def _window_of(catalogue: Catalogue, peer: PeerConfig) -> str:
    party = catalogue.parties.get(peer.family)
    return party.window_of if party is not None and peer.files is None else ""
