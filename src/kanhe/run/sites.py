"""Which systems of a target stand in one house: what lies between them can be tested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kanhe.errors import Problem
from kanhe.model.contract import Catalogue
from kanhe.model.event import Peer
from kanhe.model.linkage import Linkage, Seat
from kanhe.run.config import PeerConfig


def houses_of(catalogue: Catalogue, peers: Sequence[PeerConfig]) -> Iterator[tuple[Linkage, str, Mapping[Seat, str]]]:
    """Each linkage at each site where two of its systems stand: with the consequences between those that are there, the site's name,
    and the peers' names by seat."""
    for linkage in catalogue.linkages.values():
        for site in dict.fromkeys(p.site for p in peers):
            seats = {seat: names[0] for seat, names in _seated(linkage, peers, site).items()}
            there = tuple(c for c in linkage.consequences if c.origin in seats and c.target in seats)
            if there:
                here = replace(linkage, consequences=there)
                yield here, site, {seat: seats[seat] for seat in here.seats}


def housed(linkage: Linkage, address: str = "", *, target: str = "sim", site: str = "") -> Peer:
    """The peer that a house is in the report. site: which house, where a target has several."""
    return Peer(name=f"{linkage.title} {site}".strip(), family=linkage.id, role="house", address=address, target=target,
                between=tuple(c.id for c in linkage.consequences))


def crowded(catalogue: Catalogue, peers: Sequence[PeerConfig]) -> Iterator[Problem]:
    """Peers of a kind that stand in one site beside another: which of them is to know what the other systems do is not said."""
    for linkage in catalogue.linkages.values():
        for peer in peers:
            seat = peer.family, peer.role
            others = _seated(linkage, peers, peer.site)
            if seat in others and others[seat][0] != peer.name and len(others) > 1:
                yield Problem(peer.at("name"), f"{peer.name} 和 {others[seat][0]} 都是 {peer.family} 的 {peer.role}，"
                              f"联动 {linkage.id} 不知道该看哪一家", 'site = "…"，同一家的各系统写同一个 site', "给每一家写上自己的 site")


def _seated(linkage: Linkage, peers: Sequence[PeerConfig], site: str) -> dict[Seat, list[str]]:
    found: dict[Seat, list[str]] = {}
    for peer in peers:
        seat = peer.family, peer.role
        if peer.site == site and peer.files is None and seat in linkage.seats:
            found.setdefault(seat, []).append(peer.name)
    return found
