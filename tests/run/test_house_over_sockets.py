"""A house over real sockets, and a real folder: its messages come in threads of their own, before the reply, after it, or while it is taken
in; its files come by rename."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kanhe.cli.serve import listen, sender
from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.event import Closed, Event, Found
from kanhe.model.linkage import Linkage, Seat
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.lines import Doors, HouseLine, Line
from kanhe.run.reception import FileLine
from kanhe.run.sites import housed
from kanhe.run.target import defects_for, housed_files, seated
from kanhe.simulate.behaviour import Tell
from kanhe.simulate.clock import SimClock
from kanhe.simulate.control import ControlDoor
from kanhe.simulate.house import House
from kanhe.simulate.serve import Service
from kanhe.simulate.simulator import Simulator
from kanhe.transport.folder import Folder
from kanhe.transport.live import ADVANCE, SocketLink, held_port
from kanhe.wire.seal.keys import TEST_KEYS
from kanhe.wire.seal.seals import is_sealed
from tests.conftest import OURS


@dataclass(slots=True)
class Roof:
    """Simulators of one linkage, each served at ports of its own; what one is told it sends at once, in its own thread."""

    catalogue: Catalogue
    linkage: Linkage
    defects: tuple[str, ...] = ()
    stack: ExitStack = field(default_factory=ExitStack)
    services: dict[Simulator, Service] = field(default_factory=dict)

    def lines(self) -> list[Line | FileLine]:
        """New simulators and a line to each, and a folder of files; those of before are gone."""
        self.stack.close()
        self.services.clear()
        clock = SimClock("20260601093000", frozen=True)
        made = [self._serve(seat, clock) for seat in self.linkage.seats]
        folder = Path(self.stack.enter_context(TemporaryDirectory()))
        places = [housed_files(self.linkage, seat, Folder(folder), clock, self.defects) for seat in self.linkage.places]
        House(list(self.services), [filer for _, filers in places for filer in filers])
        return [*made, *(line for line, _ in places)]

    def _serve(self, seat: Seat, clock: SimClock) -> Line:
        family, role = seat
        names = [d for d in self.defects if defects_for(family, role, [d])]
        simulator = Simulator(self.catalogue, family, role, seed=7, defects=names, keys=TEST_KEYS, clock=clock)
        held, port = held_port()
        ours = f"{simulator.party.wire.transport}://127.0.0.1:{port}"
        service = self.services[simulator] = Service(simulator, sender(simulator, ours))
        listener = listen(service, host="127.0.0.1", port=0)
        door = ControlDoor(service.stimulus, service.health, more=service.doors())
        for part in (door, listener, service):
            self.stack.callback(part.close)
        address = f"{simulator.party.wire.transport}://127.0.0.1:{listener.address[1]}"
        link = SocketLink(party=simulator.party, address=address, listen_address=ours, held=held,
                          stimuli={ADVANCE: {"http": f"POST {door.address}/clock"}})
        return Line(peer=seated(simulator.party, role, address), link=link, keys=TEST_KEYS if is_sealed(simulator.party.wire) else None)


@contextmanager
def roof(patch: pytest.MonkeyPatch, *defects: str, files: bool = False) -> Iterator[Callable[[], Iterator[Event]]]:
    """A run of what follows from a fee source alone, over sockets. files: and of what the treasury's file says."""
    catalogue = load(OURS)
    whole = catalogue.linkages["linkage.land"]
    linkage = replace(whole, consequences=whole.consequences[:1], listings=whole.listings if files else ())
    house = Roof(catalogue, linkage, defects)
    honest = Simulator.told

    def told(self: Simulator, tell: Tell) -> str:
        reason = honest(self, tell)
        if self in house.services:
            house.services[self]._wake.set()  # its thread sends what waits now
        return reason

    patch.setattr(Simulator, "told", told)
    line = HouseLine(peer=housed(linkage, "http://127.0.0.1"), linkage=linkage, link=Doors(house.lines))
    settings = Settings(seed=7, budget_s=60, sequences=0, only="linkage.land")
    try:
        yield lambda: verify(catalogue, [line], settings)
    finally:
        house.stack.close()


def test_an_honest_house_is_no_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices come when they come; each is awaited and none is too much."""
    with roof(monkeypatch) as run:
        told = list(run())
    assert [f"{e.cell.promise.id} {e.cell.outcome} {e.cell.reason}" for e in told if isinstance(e, Closed)] == [f"LAND-90 {Outcome.KEPT} "]


@pytest.mark.parametrize("defect", ["d880_new_instalment_never_noticed", "d881_refused_fee_noticed", "d885_notice_in_wan"])
def test_a_wrong_notice_is_found(defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never sent, sent for what was refused, sent with another amount."""
    with roof(monkeypatch, defect) as run:
        told = list(run())
    assert {e.finding.verdict.promise for e in told if isinstance(e, Found)} == {"LAND-90"}


def test_what_a_file_says_wrongly_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every receipt is in the file, without its fen."""
    with roof(monkeypatch, "d773_jiao_and_fen_cut_off", files=True) as run:
        found = next(e.finding for e in run() if isinstance(e, Found))
    assert found.verdict.promise == "LAND-95"
    assert re.fullmatch(r"合计 [0-9]+\.00 元，[0-9]+ 行（LAND_IN_0320600001_[0-9]{8}_01\.txt 明细第 [0-9]+ 行：.*）", found.verdict.actual)
