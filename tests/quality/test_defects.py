"""The power of a run: every planted defect is found by a rule that it names, and honest simulators raise no alarm.

`--seeds N` runs each of them with N seeds (the normal run takes one); the whole plan is played through the memory link.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kanhe.contract.load import load
from kanhe.model.contract import Catalogue
from kanhe.model.event import Found, RunFinished
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.power import shoot
from kanhe.run.target import memory_lines, receivers, seats, senders
from kanhe.simulate.defects import all_defects, name_of

ROOT = Path(__file__).parents[2] / "contracts"
SEEDS = (20260101, 7, 99, 4711, 31337)
BUDGET_S = 300.0  # of a machine that is busy with other things; the runs themselves take seconds


@cache
def catalogue() -> Catalogue:
    """The contracts of this repository."""
    return load(ROOT)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test per seed and defect, or per seed and simulated party."""
    seeds = SEEDS[: metafunc.config.getoption("--seeds")]
    if "defect" in metafunc.fixturenames:
        metafunc.parametrize("defect", [name_of(d) for d in all_defects()])
    if "seat" in metafunc.fixturenames:
        found = [(party.family, role) for party, role in (*seats(catalogue()), *senders(catalogue()), *receivers(catalogue()))]
        metafunc.parametrize("seat", found, ids=["-".join(one) for one in found])
    metafunc.parametrize("seed", seeds)


def test_a_planted_defect_is_found_by_its_rule(defect: str, seed: int) -> None:
    """The run breaks a promise that the defect says it breaks, not merely some promise."""
    shot = shoot(catalogue(), ROOT, defect, seed=seed, budget_s=BUDGET_S)
    assert shot.named, f"{defect}：{shot.title}：应由 {'、'.join(shot.wanted)} 点名，实为 {'、'.join(shot.rules) or '没有发现'}"


def test_an_honest_simulator_raises_no_alarm(seat: tuple[str, str], seed: int) -> None:
    """Nothing is found where nothing was planted, and every binding promise was tried."""
    family, role = seat
    lines = [line for line in memory_lines(catalogue(), root=ROOT, seed=seed, only=f"{family}.*")
             if (line.peer.family, line.peer.role) == seat]
    events = list(verify(catalogue(), lines, Settings(seed=seed, budget_s=BUDGET_S)))
    assert [] == [(e.finding.verdict.contract, e.finding.verdict.promise, e.finding.verdict.actual) for e in events if isinstance(e, Found)]
    end = next(e for e in events if isinstance(e, RunFinished))
    assert 0 == end.counts[Outcome.HARNESS]
    assert end.complete, f"{family} {role}: {end.missing or end.counts}"
