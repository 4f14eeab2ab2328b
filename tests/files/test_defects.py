"""Planted defects of file writers: each is found by its own rule, at every seed; honest writers raise no alarm.

`--seeds N` makes N runs of each (the normal run makes one).
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kanhe.files.promises import promises_of_file
from kanhe.model.event import Closed, Found, RunFinished
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.files import contracts_of
from kanhe.run.power import shoot
from kanhe.run.target import memory_lines
from kanhe.simulate.defects import all_defects, load_defect, name_of
from tests.files.bank import ALL, ROOT, SEEDS, catalogue, contract

MINE = [name_of(d) for d in all_defects() if any(contracts_of(catalogue(), d)) and not hasattr(d, "LINKAGE")]
OF_TWO_FILES = {"ACCT-41B", "ACCT-41C", "LAND-44D", "DEP-24B"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test per seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", SEEDS[: metafunc.config.getoption("--seeds")])


def run(only: str, seed: int, defects: Sequence[str] = ()) -> list[Closed | Found | RunFinished]:
    """What a run over the simulated senders of these contracts tells."""
    lines = memory_lines(catalogue(), root=ROOT / "contracts", seed=seed, defects=defects, only=only)
    events = verify(catalogue(), [line for line in lines if not line.peer.takes], Settings(seed=seed, only=only))
    return [e for e in events if isinstance(e, Closed | Found | RunFinished)]


@pytest.mark.parametrize("name", ALL)
def test_honest_files_raise_no_alarm(name: str, seed: int) -> None:
    """Six days with a redelivery: every promise was tried and kept, none is missing, and the run is complete."""
    events = run(name, seed)
    cells = {e.cell.promise.id: e.cell.outcome for e in events if isinstance(e, Closed)}
    assert {p.id: Outcome.KEPT for p in promises_of_file(contract(name))} == cells
    assert events[-1].exit_code == 0 and events[-1].complete


@pytest.mark.parametrize("name", MINE)
def test_a_defect_is_found_by_its_rule_and_tells_itself_once(name: str, seed: int) -> None:
    """The first rule that the defect says it breaks is broken; whatever else is told belongs to the same contract; and after a refused file
    nothing is compared with what went before it, so that no defect is told in the next file, too."""
    defect = load_defect(name)
    found = [e.finding.verdict for e in run(f"{defect.FAMILY}.*", seed, [name]) if isinstance(e, Found)]
    broken = {v.promise for v in found}
    assert defect.FINDS[0] in broken
    assert {c.id for c in contracts_of(catalogue(), defect)} == {v.contract for v in found}
    assert broken & OF_TWO_FILES <= set(defect.FINDS)


def test_a_shot_at_a_file_defect_names_it() -> None:
    """`kanhe defects --run` and the quality tests go the same way."""
    assert shoot(catalogue(), ROOT / "contracts", "d138", seed=7).named


def test_every_rule_has_a_defect() -> None:
    """No rule of a file contract is without a planted defect that only it was written for."""
    finds = {rule for name in MINE for rule in load_defect(name).FINDS}
    rules = {r.id for c in catalogue().files.values() for r in c.rules}
    assert set() == rules - finds
