"""The strangers' three banks, the budget office, the rent office, the fiscal agent, the deposit bank, the payments office, the gateway and the
township, each of their planted defects and each honest manner at every seed."""

from __future__ import annotations

import pytest

from tests.schema import lax
from tests.strangers import stand, test_gateway
from tests.strangers.names import ASHDOWN, HARBOUR, LARKFIELD, MERIDIAN, OFFICE, QUILLON, QUILLON_WINDOW, SALTMARSH, THORNBURY, TOWNSHIP
from tests.strangers.test_strangers import MANNERS

SEEDS = (20260101, 7, 99)
BUDGET_S = 90.0
NAMES = ((stand.HARBOUR, HARBOUR), (stand.MERIDIAN, MERIDIAN), (stand.SALTMARSH, SALTMARSH), (stand.THORNBURY, THORNBURY))
CASES = [(bank, defect, found) for bank, names in NAMES for defect, found in names.items()]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test per seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", SEEDS[: metafunc.config.getoption("--seeds")])


@pytest.mark.parametrize(("bank", "defect", "names"), CASES, ids=[f"{b.family}-{d}" for b, d, _ in CASES])
def test_the_defect_is_found_under_a_right_name(bank, defect, names, seed, tmp_path):
    """A fresh bank with one defect: the first finding names a promise that the defect breaks."""
    with stand.standing(bank, tmp_path, defect) as config:
        found = stand.first_finding(config, seed=seed, budget_s=BUDGET_S)
    assert found.named.split()[1:] and found.named.split()[1] in names.split(), f"{found.named}: {found.says}"


@pytest.mark.parametrize("stranger", [stand.HARBOUR, stand.SALTMARSH, stand.THORNBURY], ids=["harbour", "saltmarsh", "thornbury"])
def test_the_honest_strangers_raise_no_alarm(stranger, seed, tmp_path):
    """Every promise is tried and kept."""
    with stand.standing(stranger, tmp_path) as config:
        end, left = stand.whole_run(config, seed=seed, budget_s=2 * BUDGET_S)
    assert [] == [f"{c.cell.promise.contract} {c.cell.promise.id} {c.cell.outcome} {c.cell.reason}" for c in left]
    assert (end.exit_code, end.complete) == (0, True)


@pytest.mark.parametrize("manner", MANNERS)
def test_the_second_honest_bank_raises_no_alarm(manner, seed, tmp_path):
    """No promise is found broken, however it goes about payments that take a moment."""
    with stand.standing(stand.MERIDIAN, tmp_path, manner=manner) as config:
        end, left = stand.whole_run(config, seed=seed, budget_s=BUDGET_S)
    assert [] == [f"{c.cell.promise.contract} {c.cell.promise.id}" for c in left if c.cell.findings]
    assert end.exit_code in (0, 4)


@pytest.mark.parametrize("peer", lax.PEERS, ids=lambda peer: peer.name)
def test_a_constraint_that_the_gateway_forgot_is_named(peer, seed, tmp_path):
    """The promise of the schema is found broken by that constraint."""
    found = test_gateway.named(tmp_path, peer, seed)
    assert found is not None
    assert found.where.endswith(f" {peer.constraint}"), found.where


@pytest.mark.parametrize("defect", OFFICE)
def test_a_receiver_of_files_is_found_out(defect, seed, tmp_path):
    """The first finding names the promise."""
    with stand.office(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=seed, budget_s=BUDGET_S, root=stand.PARCELS)
    assert found.named == f"millbrook.rents {OFFICE[defect]}", found.says


@pytest.mark.parametrize("rings", [True, False], ids=["told-to-look", "looks-by-itself"])
def test_the_honest_receiver_of_files_raises_no_alarm(rings, seed, tmp_path):
    """Every promise is tried and kept."""
    with stand.office(tmp_path, rings=rings) as config:
        end, left = stand.whole_run(config, seed=seed, budget_s=BUDGET_S, root=stand.PARCELS)
    assert ([], 0) == ([f"{c.cell.promise.id} {c.cell.reason}" for c in left], end.exit_code)


@pytest.mark.parametrize("defect", TOWNSHIP)
def test_a_defect_between_systems_is_found_under_a_right_name(defect, seed, tmp_path):
    """The first finding names the consequence that the house breaks."""
    with stand.town(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=seed, budget_s=BUDGET_S, root=stand.TOWN, only="linkage.*")
    assert found.named == f"linkage.wexcombe {TOWNSHIP[defect]}", found.says


@pytest.mark.parametrize("defect", TOWNSHIP)
def test_no_system_alone_shows_a_defect_between_systems(defect, seed, tmp_path):
    """Desk, ledger and permits office, each judged by its own contracts: nothing is found."""
    with stand.town(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=seed, budget_s=BUDGET_S, root=stand.TOWN, only="wex*")
    assert found.named == "", found.says


@pytest.mark.parametrize("defect", QUILLON)
def test_a_defect_of_the_fiscal_agent_is_found_under_a_right_name(defect, seed, tmp_path):
    """The first finding names a promise that the defect breaks."""
    with stand.agency(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=seed, budget_s=2 * BUDGET_S, only=stand.WINDOW if defect in QUILLON_WINDOW else "")
    assert found.named.split()[1:] and found.named.split()[1] in QUILLON[defect].split(), f"{found.named}: {found.says}"


def test_the_honest_fiscal_agent_raises_no_alarm(seed, tmp_path):
    """Every promise is tried and kept: also those of what it sends by itself, and of what can only be done before it has paid."""
    with stand.agency(tmp_path) as config:
        end, left = stand.whole_run(config, seed=seed, budget_s=2 * BUDGET_S)
    assert [] == [f"{c.cell.promise.contract} {c.cell.promise.id} {c.cell.outcome} {c.cell.reason}" for c in left]
    assert (end.exit_code, end.complete) == (0, True)


@pytest.mark.parametrize("defect", LARKFIELD)
def test_a_defect_of_the_deposit_bank_is_found_under_a_right_name(defect, seed, tmp_path):
    """The first finding names a promise that the defect breaks."""
    with stand.deposits(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=seed, budget_s=4 * BUDGET_S, only="larkfield*")
    assert found.named.split()[1:] and found.named.split()[1] in LARKFIELD[defect].split(), f"{found.named}: {found.says}"


def test_the_honest_deposit_bank_raises_no_alarm(seed, tmp_path):
    """Every promise is tried and kept: also what is done on the day of maturity and later."""
    with stand.deposits(tmp_path) as config:
        end, left = stand.whole_run(config, seed=seed, budget_s=4 * BUDGET_S, only="larkfield*")
    assert [] == [f"{c.cell.promise.contract} {c.cell.promise.id} {c.cell.outcome} {c.cell.reason}" for c in left]
    assert (end.exit_code, end.complete) == (0, True)


@pytest.mark.parametrize("defect", ASHDOWN)
def test_a_defect_of_the_payments_office_is_found_under_a_right_name(defect, seed, tmp_path):
    """The first finding names a promise that the defect breaks."""
    with stand.payer(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=seed, budget_s=4 * BUDGET_S, only="ashdown*")
    assert found.named.split()[1:] and found.named.split()[1] in ASHDOWN[defect].split(), f"{found.named}: {found.says}"


def test_the_honest_payments_office_raises_no_alarm(seed, tmp_path):
    """Every promise is tried and kept: also those of what it does when nobody answers, when it is told to wait, and when money comes back."""
    with stand.payer(tmp_path) as config:
        end, left = stand.whole_run(config, seed=seed, budget_s=4 * BUDGET_S, only="ashdown*")
    assert [] == [f"{c.cell.promise.contract} {c.cell.promise.id} {c.cell.outcome} {c.cell.reason}" for c in left]
    assert (end.exit_code, end.complete) == (0, True)


def test_the_honest_township_raises_no_alarm(seed, tmp_path):
    """Every promise of the three systems, and of what lies between them, is tried and kept."""
    with stand.town(tmp_path) as config:
        end, left = stand.whole_run(config, seed=seed, budget_s=BUDGET_S, root=stand.TOWN)
    assert [] == [f"{c.cell.promise.contract} {c.cell.promise.id} {c.cell.outcome} {c.cell.reason}" for c in left]
    assert (end.exit_code, end.complete) == (0, True)
