"""The third stranger's bank, each of its planted money defects at every seed; the first two are in tests/strangers."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

STRANGERS = Path(__file__).parents[1] / "strangers"
SEEDS = (20260101, 7, 99)
BUDGET_S = 90.0


def _module(name: str):
    """A module of the strangers' folder, which is no package."""
    found = importlib.util.spec_from_file_location(f"saltmarsh_{name}", STRANGERS / f"{name}.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module


stand, names = _module("stand"), _module("names")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test per seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", SEEDS[: metafunc.config.getoption("--seeds")])


@pytest.mark.parametrize("defect", names.SALTMARSH)
def test_the_defect_is_found_under_a_right_name(defect, seed, tmp_path):
    """A fresh bank with one defect: the first finding names a promise that the defect breaks."""
    with stand.standing(stand.SALTMARSH, tmp_path, defect) as config:
        found = stand.first_finding(config, seed=seed, budget_s=BUDGET_S)
    assert found.named.split()[1:] and found.named.split()[1] in names.SALTMARSH[defect].split(), f"{found.named}: {found.says}"


def test_the_honest_bank_raises_no_alarm(seed, tmp_path):
    """Every promise is tried and kept."""
    with stand.standing(stand.SALTMARSH, tmp_path) as config:
        end, left = stand.whole_run(config, seed=seed, budget_s=BUDGET_S)
    assert ([], 0) == ([f"{c.cell.promise.contract} {c.cell.promise.id} {c.cell.reason}" for c in left], end.exit_code)
