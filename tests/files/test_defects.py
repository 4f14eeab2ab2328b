"""Planted defects of file writers: each is found by its own rule, at three seeds; honest writers raise no alarm."""

from __future__ import annotations

import pytest

from kanhe.run.files import campaign, contracts_of, judged
from kanhe.run.power import shoot
from kanhe.simulate.defects import all_defects, load_defect, name_of
from tests.files.bank import ALL, ROOT, SEEDS, catalogue, contract

MINE = [name_of(d) for d in all_defects() if any(contracts_of(catalogue(), d))]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ALL)
def test_honest_files_raise_no_alarm(name: str, seed: int) -> None:
    """Six days with a redelivery: nothing is broken or missing, the redelivery is known again, and every rule was tried."""
    sent = campaign(contract(name), seed)
    batch = judged(contract(name), sent, sent, catalogue().parameters)
    assert [] == [v for r in batch.reports for v in r.violations] + list(batch.missing)
    assert any(r.repeated for r in batch.reports)
    tried = {rule for r in batch.reports for rule in r.tried}
    wanted = {r.id for r in contract(name).rules} - {contract(name).series.complete, contract(name).arrival.rule}
    assert wanted <= tried


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MINE)
def test_a_defect_is_found_by_its_rule(name: str, seed: int) -> None:
    """The first rule that the defect says it breaks is broken; whatever else is told belongs to the same contract."""
    shot = shoot(catalogue(), ROOT / "contracts", name, seed=seed)
    assert load_defect(name).FINDS[0] in shot.rules, shot


def test_every_rule_has_a_defect() -> None:
    """No rule of a file contract is without a planted defect that only it was written for."""
    finds = {rule for name in MINE for rule in load_defect(name).FINDS}
    rules = {r.id for c in catalogue().files.values() for r in c.rules}
    assert set() == rules - finds


def test_a_defect_tells_itself_once() -> None:
    """After a refused file nothing is compared with what went before it: no defect is told in the next file, too."""
    for name in MINE:
        defect = load_defect(name)
        one = next(contracts_of(catalogue(), defect))
        batch = judged(one, campaign(one, 1, defect), campaign(one, 1), catalogue().parameters)
        bad = [r for r in batch.reports if not r.kept]
        series = {v.rule for r in bad for v in r.violations if v.rule in ("ACCT-41B", "ACCT-41C", "LAND-44D", "DEP-24B")}
        assert series <= set(defect.FINDS), (name, series)
