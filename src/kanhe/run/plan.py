"""What a run owes: every (peer, promise) that must get a word before the run is complete."""

from __future__ import annotations

from fnmatch import fnmatch

from kanhe.cases.obligations import promises_of, promises_of_flow, promises_of_linkage
from kanhe.files.promises import promises_of_file, promises_of_receiver
from kanhe.model.contract import Catalogue, Contract
from kanhe.model.event import Peer
from kanhe.model.file import FileContract
from kanhe.model.linkage import Linkage
from kanhe.model.verdict import Promise


def chosen(only: str, contract: Contract | FileContract | Linkage, peer: str) -> bool:
    """Whether `only` (a shell pattern on id or operation, optionally `@peer`) picks the contract at this peer."""
    pattern, _, who = only.partition("@")
    words = (contract.id, contract.operation) if isinstance(contract, Contract) else (contract.id,)
    return (not pattern or any(fnmatch(word, pattern) for word in words)) and (not who or fnmatch(peer, who))


def filed(catalogue: Catalogue, peer: Peer, only: str = "") -> list[FileContract]:
    """The files that this peer hands over."""
    return [c for c in catalogue.files.values()
            if (c.party.family, c.sender) == (peer.family, peer.role) and chosen(only, c, peer.name)]


def received(catalogue: Catalogue, peer: Peer, only: str = "") -> list[FileContract]:
    """The files that this peer is handed."""
    return [c for c in catalogue.files.values()
            if (c.party.family, c.receiver) == (peer.family, peer.role) and chosen(only, c, peer.name)]


def planned(catalogue: Catalogue, peer: Peer, only: str = "") -> list[Promise]:
    """Everything that this peer owes."""
    if peer.between:
        linkage = catalogue.linkages[peer.family]
        return [p for p in promises_of_linkage(linkage) if p.id in peer.between] if chosen(only, linkage, peer.name) else []
    if peer.takes:
        return [promise for contract in received(catalogue, peer, only) for promise in promises_of_receiver(contract)]
    if peer.files:
        return [promise for contract in filed(catalogue, peer, only) for promise in promises_of_file(contract)]
    found: list[Promise] = []
    kinds = _kinds(catalogue, peer)
    for contract in catalogue.contracts.values():
        if contract.party.family not in peer.families or not chosen(only, contract, peer.name):
            continue
        if contract.kind == "call" and contract.receiver == peer.role:
            found += promises_of(contract, inbound=False, kinds=kinds)
        elif contract.sender == peer.role:
            found += promises_of(contract, inbound=True, kinds=kinds)
    if not only:
        for flow in catalogue.flows.values():
            if flow.family == peer.family:
                found += promises_of_flow(flow, peer.role)
    return found


def _kinds(catalogue: Catalogue, peer: Peer) -> frozenset[str]:
    """Kinds of things that exist from the start or can be opened where this peer takes part."""
    mine = [c for c in catalogue.contracts.values() if c.party.family in peer.families
            and (c.kind == "call" or c.sender == peer.role)]
    return frozenset(e.kind for c in mine for e in c.effects) | frozenset(catalogue.parties[peer.family].seeds)


def planned_cells(catalogue: Catalogue, peers: list[Peer], only: str = "") -> list[tuple[str, Promise]]:
    """(peer name, promise) of every cell."""
    return [(peer.name, promise) for peer in peers for promise in planned(catalogue, peer, only)]
