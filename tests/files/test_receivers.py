"""Planted defects of receivers of files: each is found by its own promise, at every seed; honest receivers raise no alarm.

`--seeds N` makes N runs of each (the normal run makes one).
"""

from __future__ import annotations

import re

import pytest

from kanhe.files.promises import promises_of_receiver
from kanhe.model.event import Closed, Found, RunFinished
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.served import served_lines
from kanhe.run.target import memory_lines, receivers
from kanhe.simulate.defects import all_defects, load_defect, name_of
from tests.files.bank import ALL, LAND, ROOT, catalogue, contract

SEEDS = (20260101, 7, 99)
SEATS = {(party.family, role) for party, role in receivers(catalogue())}
MINE = [name_of(d) for d in all_defects() if (d.FAMILY, d.ROLE) in SEATS]
CELLS = [(c.id, p.id) for c in map(contract, ALL) for p in promises_of_receiver(c)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test per seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", SEEDS[: metafunc.config.getoption("--seeds")])


def run(name: str, seed: int, *defects: str) -> list[Closed | Found | RunFinished]:
    """What a run over the simulated receiver of a contract tells."""
    lines = memory_lines(catalogue(), root=ROOT / "contracts", seed=seed, defects=defects, only=name)
    events = verify(catalogue(), [line for line in lines if line.peer.takes], Settings(seed=seed, only=name))
    return [e for e in events if isinstance(e, Closed | Found | RunFinished)]


@pytest.mark.parametrize("name", ALL)
def test_an_honest_receiver_raises_no_alarm(name: str, seed: int) -> None:
    """Every promise of a receiver is tried and kept, and the run is complete."""
    events = run(name, seed)
    cells = {e.cell.promise.id: (e.cell.outcome, e.cell.reason) for e in events if isinstance(e, Closed)}
    assert {p.id: (Outcome.KEPT, "") for p in promises_of_receiver(contract(name))} == cells
    assert events[-1].exit_code == 0 and events[-1].complete


@pytest.mark.parametrize("name", MINE)
def test_a_defect_is_found_by_its_promise_and_tells_itself_once(name: str, seed: int) -> None:
    """The promise that it breaks is the only one that is told broken."""
    defect = load_defect(name)
    (one,) = (c for c in catalogue().files.values() if c.party.family == defect.FAMILY)
    found = [e.finding.verdict.promise for e in run(one.id, seed, name) if isinstance(e, Found)]
    assert set(defect.FINDS) == set(found), name


def test_each_sort_of_promise_has_a_defect_and_each_defect_its_row() -> None:
    """Right files, and whatever a spoiled file can break; docs/defects-receivers.md tells all of them, with the promise."""
    finds = {(one.id, rule) for name in MINE for rule in load_defect(name).FINDS for one in catalogue().files.values()
             if one.party.family == load_defect(name).FAMILY}
    assert finds <= set(CELLS) and len(MINE) >= 8
    page = (ROOT / "docs/defects-receivers.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([0-9]+) \|.*\| ([^|]+) \|$", page, re.MULTILINE))
    assert {str(d.NUMBER): "、".join(d.FINDS) for d in map(load_defect, MINE)} == rows


def test_a_simulated_receiver_takes_from_a_real_folder() -> None:
    """Without --memory the files lie in a folder of this machine until the line is closed."""
    sender, line = served_lines(catalogue(), root=ROOT / "contracts", seed=7, only=LAND)
    sender.link.close()
    end = list(verify(catalogue(), [line], Settings(seed=7, only=LAND)))[-1]
    assert (0, 9) == (end.exit_code, end.counts[Outcome.KEPT])
