"""Which systems of a target stand in one house: what lies between them can be tested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kanhe.errors import Problem
from kanhe.model.contract import Catalogue
from kanhe.model.event import Peer
from kanhe.model.linkage import Linkage, Seat
from kanhe.run.config import PeerConfig


def houses_of(catalogue: Catalogue, peers: Sequence[PeerConfig]) -> Iterator[tuple[Linkage, str, Sequence[str]]]:
    """Each linkage at each site where two of its systems stand, or one and its files: with the promises between those that are there, the
    site's name, and the peers' names."""
    for linkage in catalogue.linkages.values():
        for site in dict.fromkeys(p.site for p in peers):
            seats, places = (
                {seat: names[0] for seat, names in _seated(linkage, peers, site, files=files).items()} for files in (False, True))
            there = tuple(c for c in linkage.consequences if c.origin in seats and c.target in seats)
            listed = tuple(one for one in linkage.listings if one.origin in seats and one.target in places)
            if there or listed:
                here = replace(linkage, consequences=there, listings=listed)
                yield here, site, [*(seats[seat] for seat in here.seats), *(places[seat] for seat in here.places)]


def housed(linkage: Linkage, address: str = "", *, target: str = "sim", site: str = "") -> Peer:
    """The peer that a house is in the report. site: which house, where a target has several."""
    return Peer(name=f"{linkage.title} {site}".strip(), family=linkage.id, role="house", address=address, target=target,
                between=tuple(one.id for one in linkage.rules))


def crowded(catalogue: Catalogue, peers: Sequence[PeerConfig]) -> Iterator[Problem]:
    """Peers of a kind that stand in one site beside another: which of them is to know what the other systems do is not said."""
    for linkage in catalogue.linkages.values():
        for peer in peers:
            seat, files = (peer.family, peer.role), peer.files is not None
            beside = {of: _seated(linkage, peers, peer.site, files=of) for of in (False, True)}
            first = beside[files].get(seat, [peer.name])[0]
            if first != peer.name and len(beside[False]) + len(beside[True]) > 1:
                yield Problem(peer.at("name"), f"{peer.name} 和 {first} 都是 {peer.family} 的 {peer.role}，"
                              f"联动 {linkage.id} 不知道该看哪一家", 'site = "…"，同一家的各系统写同一个 site', "给每一家写上自己的 site")


def _seated(linkage: Linkage, peers: Sequence[PeerConfig], site: str, *, files: bool) -> dict[Seat, list[str]]:
    """The names of those who have a part, by seat. files: who hands files over."""
    found: dict[Seat, list[str]] = {}
    for peer in peers:
        seat = peer.family, peer.role
        if peer.files is not None and peer.files.books is not None:
            continue  # it takes files, and answers for that alone
        if peer.site == site and (peer.files is not None) is files and seat in (linkage.places if files else linkage.seats):
            found.setdefault(seat, []).append(peer.name)
    return found
