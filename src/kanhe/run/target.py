"""The peers of a target, and lines to the simulators in this process; see served.py and live.py for lines over sockets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

from kanhe.model.contract import Catalogue, Party
from kanhe.model.event import Peer
from kanhe.model.linkage import Linkage, Seat
from kanhe.run.config import read_config
from kanhe.run.files import campaign, due_of, pen_of
from kanhe.run.handing import Housed, Simulated
from kanhe.run.lines import AnyLine, Doors, HouseLine, Line, TakerLine
from kanhe.run.plan import filed, planned, received
from kanhe.run.reception import FileLine
from kanhe.run.sites import housed, houses_of
from kanhe.run.taking import SimulatedTaker
from kanhe.simulate.clock import SimClock
from kanhe.simulate.defects import behaviour_module, load_defect, name_of, started
from kanhe.simulate.filer import Filer
from kanhe.simulate.house import House
from kanhe.simulate.importer import Importer
from kanhe.simulate.simulator import Simulator
from kanhe.transport.depot import Depot
from kanhe.transport.memory import MemoryLink
from kanhe.transport.memory_folder import MemoryFolder
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import is_sealed


def seats(catalogue: Catalogue, only: str = "") -> list[tuple[Party, str]]:
    """(family, role) of everything that a simulator can play, that can be made to act, and that owes a promise which `only` picks."""
    return [(party, role) for party in catalogue.parties.values() for role in party.roles
            if not party.window_of and _can_be_moved(catalogue, party, role) and planned(catalogue, seated(party, role), only)]


def _can_be_moved(catalogue: Catalogue, party: Party, role: str) -> bool:
    """Whether the role answers a call or has an event that can be caused; one that only sends, of its own accord, never would."""
    return any(role == (c.receiver if c.kind == "call" else c.sender) for c in catalogue.contracts.values() if c.party is party)


def senders(catalogue: Catalogue, only: str = "") -> list[tuple[Party, str]]:
    """(family, role) of everybody whose files can be made from simulated books, and who owes a promise which `only` picks."""
    found = {(c.party.family, c.sender): c.party for c in catalogue.files.values() if c.behaviour and c.party.behaves}
    return [(party, role) for (_, role), party in found.items()
            if planned(catalogue, seated(party, role, files=True), only)]


def receivers(catalogue: Catalogue, only: str = "") -> list[tuple[Party, str]]:
    """(family, role) of everybody who takes files that can be made from simulated books, and owes a promise which `only` picks."""
    found = {(c.party.family, c.receiver): c.party for c in catalogue.files.values() if c.behaviour and c.party.behaves}
    return [(party, role) for (_, role), party in found.items()
            if planned(catalogue, seated(party, role, files=True, takes=True), only)]


def houses(catalogue: Catalogue, only: str = "") -> list[Linkage]:
    """The linkages whose systems can all be simulated, of which `only` picks a promise."""
    return [linkage for linkage in catalogue.linkages.values()
            if all(catalogue.parties[family].behaves for family, _ in linkage.seats)
            and all(one.file.behaviour for one in linkage.listings) and planned(catalogue, housed(linkage), only)]


def seated(party: Party, role: str, address: str = "", *, files: bool = False, takes: bool = False) -> Peer:
    """The peer that a simulator of a role is."""
    return Peer(name=party.roles[role], family=party.family, role=role, address=address, files=files, takes=takes)


def peers_of(catalogue: Catalogue, target: str, config: Path, *, only: str = "") -> list[Peer]:
    """The peers of a target without reaching any of them; raises ContractError for a target that nobody declared."""
    if target == "sim":
        return [*(seated(party, role) for party, role in seats(catalogue, only)),
                *(seated(party, role, files=True) for party, role in senders(catalogue, only)),
                *(seated(party, role, files=True, takes=True) for party, role in receivers(catalogue, only)),
                *(housed(linkage) for linkage in houses(catalogue, only))]
    from kanhe.run.live import file_peer, target_of

    said = target_of(read_config(config), config, target).peers
    return [*(Peer(name=p.name, family=p.family, role=p.role, address=p.address, target=target) if p.files is None
              else file_peer(catalogue, p, target) for p in said),
            *(housed(linkage, target=target, site=site) for linkage, site, _ in houses_of(catalogue, said))]


def memory_lines(
    catalogue: Catalogue, *, root: Path, seed: int, defects: Sequence[str] = (), only: str = ""
) -> list[AnyLine]:
    """Simulators in this process, without sockets; the clock is the simulator's own."""
    found: list[AnyLine] = []
    for party, role in seats(catalogue, only):
        found.append(memory_line(catalogue, (party.family, role), seed=seed, defects=defects))
    for party, role in senders(catalogue, only):
        peer = seated(party, role, f"memory://{party.family}/{role}", files=True)
        found.append(file_line(catalogue, peer, MemoryFolder(), seed=seed, defects=defects, only=only))
    for party, role in receivers(catalogue, only):
        peer = seated(party, role, f"memory://{party.family}/{role}", files=True, takes=True)
        found.append(taker_line(catalogue, peer, MemoryFolder(), defects=defects, only=only))
    return [*found, *house_lines(catalogue, seed=seed, defects=defects, only=only)]


def memory_line(catalogue: Catalogue, seat: Seat, *, seed: int, defects: Sequence[str] = ()) -> Line:
    """The simulator of one seat in this process."""
    starts = catalogue.parties[seat[0]].hours.starts
    return _line(_simulator(catalogue, seat, seed, defects, SimClock(starts, frozen=True) if starts else None))


def house_lines(catalogue: Catalogue, *, seed: int, defects: Sequence[str] = (), only: str = "") -> list[HouseLine]:
    """The simulators of each linkage under one roof, in this process."""
    return [HouseLine(peer=housed(linkage, f"memory://{linkage.id}"), linkage=linkage,
                      link=Doors(partial(_under_one_roof, catalogue, linkage, seed, defects)))
            for linkage in houses(catalogue, only)]


def _under_one_roof(catalogue: Catalogue, linkage: Linkage, seed: int, defects: Sequence[str]) -> list[Line | FileLine]:
    starts = linkage.starts or max(catalogue.parties[family].hours.starts for family, _ in linkage.seats)
    clock = SimClock(starts, frozen=True) if starts else SimClock()
    simulators = {seat: _simulator(catalogue, seat, seed, defects, clock) for seat in linkage.seats}
    places = [housed_files(linkage, seat, MemoryFolder(), clock, defects) for seat in linkage.places]
    House(list(simulators.values()), [filer for _, filers in places for filer in filers])
    return [*map(_line, simulators.values()), *(line for line, _ in places)]


def housed_files(
    linkage: Linkage, seat: Seat, place: Depot, clock: SimClock, defects: Sequence[str] = ()
) -> tuple[FileLine, Sequence[Filer]]:
    """The line to somebody of a house who hands over files at a place, and who makes them."""
    filers = _filers(linkage, seat, clock, defects)
    party = next(one.file.party for one in linkage.listings if one.target == seat)
    peer = seated(party, seat[1], place.where, files=True)
    return FileLine(peer=peer, link=Housed(place=place, filers=filers)), tuple(filers.values())


def _filers(linkage: Linkage, seat: Seat, clock: SimClock, defects: Sequence[str]) -> dict[str, Filer]:
    """Who makes the files of a house, by contract."""
    planted = tuple(started(d) for d in defects_for(*seat, defects))
    contracts = {one.file.id: one.file for one in linkage.listings if one.target == seat}
    return {name: Filer(file, behaviour_module(file.party.behaves), clock, pen_of(*planted), planted) for name, file in contracts.items()}


def _simulator(catalogue: Catalogue, seat: Seat, seed: int, defects: Sequence[str], clock: SimClock | None) -> Simulator:
    names = [name_of(d) for d in defects_for(*seat, defects)]
    return Simulator(catalogue, *seat, seed=seed, defects=names, keys=TEST_KEYS, clock=clock)


def _line(simulator: Simulator) -> Line:
    party, role = simulator.party, simulator.role
    return Line(peer=seated(party, role, f"memory://{party.family}/{role}"), link=MemoryLink(simulator),
                keys=TEST_KEYS if is_sealed(party.wire) else None)


def file_line(
    catalogue: Catalogue, peer: Peer, place: Depot, *, seed: int, defects: Sequence[str], only: str, end: Callable[[], None] = lambda: None
) -> FileLine:
    """A simulated sender that hands over its files at a place. end: what is to be done when the line is closed."""
    planted = [started(d) for d in defects_for(peer.family, peer.role, defects)]
    contracts = [c for c in filed(catalogue, peer, only) if c.behaviour]
    link = Simulated(place=place, sent={c.id: campaign(c, seed, *planted) for c in contracts},
                     dues={c.id: due_of(campaign(c, seed)) for c in contracts}, end=end)
    return FileLine(peer=peer, link=link)


def taker_line(
    catalogue: Catalogue, peer: Peer, place: Depot, *, defects: Sequence[str], only: str, end: Callable[[], None] = lambda: None
) -> TakerLine:
    """A simulated receiver that takes files at a place. end: what is to be done when the line is closed."""
    planted = [started(d) for d in defects_for(peer.family, peer.role, defects)]
    importers = {c.id: Importer(c, planted, catalogue.parameters) for c in received(catalogue, peer, only)}
    return TakerLine(peer=peer, link=SimulatedTaker(place=place, importers=importers, end=end))


def defects_for(family: str, role: str, names: Sequence[str]) -> list[ModuleType]:
    """The named planted defects that live in this family and role."""
    return [d for d in map(load_defect, names) if family == d.FAMILY and role == d.ROLE]
