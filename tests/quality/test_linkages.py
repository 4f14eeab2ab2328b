"""Every linkage at every seed: an honest house raises no alarm and is complete; whatever is forgotten, told twice or told with a fen more
of any consequence is found.

`python -m pytest tests/quality/test_linkages.py --seeds 3`
"""

from __future__ import annotations

import pytest

from kanhe.model.words import Outcome
from tests.run.roofs import WAYS, first_finding, known_by, linkages, spoil, whole

SEEDS = (20260101, 7, 99)
NOTHING_NEW = {  # telling it twice, or a fen more, changes nothing there, and nobody is hurt: why
    ("INV-60", "twice"): "a contract that is filed already is not filed again",
    ("ACCT-60", "twice"): "a decision is good for one account, however often it is told",
    ("ACCT-60", "more"): "no money is told",
    **{(f"ACCT-{n}", "twice"): "a decision and a report are good for once" for n in (92, 93, 94, 95)},
    **{(f"ACCT-{n}", "more"): "no money is told" for n in (92, 93, 94, 95)},
    ("ACCT-61", "twice"): "an account is opened once",
    ("ACCT-61", "more"): "no money is told",
    ("SCB-60", "twice"): "what is told is the total of the day until now, not what is to be added to it",
    ("INV-64", "twice"): "a voucher that is written already is not written again", ("SCB-61", "twice"): "the same",
    ("INV-62", "twice"): "more than what was paid cannot come back, and mostly one voucher is paid",
    ("DEP-60", "twice"): "a certificate that is known is not opened again", ("DEP-62", "twice"): "the same",
    ("DEP-61", "twice"): "a certificate that is gone cannot go again", ("DEP-61", "more"): "it tells no amount",
    ("LAND-90", "twice"): "a code that is noticed already is not noticed again",
    ("LAND-91", "twice"): "more than the instalment cannot be received", ("LAND-92", "twice"): "more than was received cannot go",
    ("LAND-93", "twice"): "a payment book is booked once", ("LAND-94", "twice"): "a book that is gone cannot go again",
    ("LAND-94", "more"): "no money is told",
    **{(f"TREA-{n}", "twice"): "a voucher is signed for once" for n in (90, 91, 97, 98, 99)},
    **{(f"TREA-{n}", "more"): "the voucher is told whole, and its amounts are in it" for n in (90, 91, 97, 98, 99)},
    ("TREA-96", "twice"): "a payment is known once",
    **{(f"TREA-{n}", how): "it tells no amount, and what has ended cannot end again" for n in (92, 93, 94, 95, 100, 101, 102) for how in ("twice", "more")},
    ("PERS-60", "twice"): "what is told is how many are in service, not how many came",
    ("PERS-60", "more"): "nobody is told an amount",
}
CASES = [(linkage.id, c.id, how) for linkage in linkages().values() for c in linkage.rules for how in WAYS
         if (c.id, how) not in NOTHING_NEW]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test per seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", SEEDS[: metafunc.config.getoption("--seeds")])


@pytest.mark.parametrize("linkage", linkages())
def test_an_honest_house_raises_no_alarm(linkage: str, seed: int) -> None:
    """Every consequence is tried and kept."""
    end, cells = whole(linkage, seed=seed)
    assert [f"{c.promise.id} {c.outcome} {c.reason}" for c in cells if c.outcome is not Outcome.KEPT] == []
    assert end.exit_code == 0


@pytest.mark.parametrize(("linkage", "name", "how"), CASES, ids=[f"{name}-{how}" for _, name, how in CASES])
def test_what_is_told_wrongly_is_found(linkage: str, name: str, how: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first finding names the promise, or another one of the same event or file: it was told wrongly, too."""
    promises = linkages()[linkage].rules
    spoilt = next(one for one in promises if one.id == name)
    spoil(monkeypatch, spoilt, how)
    found = first_finding(linkage, seed=seed)
    assert found is not None
    assert found.verdict.promise in {one.id for one in promises if known_by(one) == known_by(spoilt)}
