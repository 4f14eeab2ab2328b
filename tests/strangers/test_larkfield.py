"""A deposit bank that shares no code with Kanhe: signed JSON, interest by days, and a day of its own that only its bench moves.

`python tests/strangers/larkfield.py --list` says what each defect is; all of them, and the honest bank, at every seed:
tests/quality/test_strangers.py.
"""

from __future__ import annotations

import re

import pytest

from kanhe.run import engine
from kanhe.run.scenarios import due, once
from tests.strangers import stand
from tests.strangers.names import LARKFIELD

BUDGET_S = 60.0
ON_A_DAY = ("demand-rate-after-due", "term-rate-past-due")  # nothing shows them before a deposit is due


@pytest.mark.parametrize("defect", ["", *ON_A_DAY])
def test_what_a_date_decides_is_found_by_going_there(defect, tmp_path, monkeypatch):
    """Of all scenarios only those that go to the day of maturity and beyond: the wrong interest is found by its rule, and an honest bank is
    not blamed."""
    monkeypatch.setattr(engine, "phases", lambda session, **_: ((phase, (s for c in session.called() for s in scenarios(c)))
                                                                 for phase, scenarios in (("", once.scenarios), ("到日子", due.scenarios))))
    with stand.deposits(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=7, budget_s=BUDGET_S, only="larkfield.withdraw")
    assert found.named == ("larkfield.withdraw LARK-61" if defect else ""), found.says


@pytest.mark.parametrize("defect", ["deposit-on-resend"])
def test_the_defect_is_found_under_a_right_name(defect, tmp_path):
    """The first finding names a promise that the defect breaks."""
    with stand.deposits(tmp_path, defect) as config:
        found = stand.first_finding(config, seed=20260101, budget_s=BUDGET_S, only="larkfield*")
    assert found.named.split()[1:] and found.named.split()[1] in LARKFIELD[defect].split(), f"{found.named}: {found.says}"


def test_the_bank_shares_no_code_and_every_defect_is_accounted_for():
    """It imports nothing of Kanhe, and no planted defect is left out in silence."""
    source = (stand.HERE / "larkfield.py").read_text("utf-8")
    assert not re.search(r"^\s*(from|import)\s+(kanhe|simulators)\b", source, re.MULTILINE)
    planted = "".join(re.findall(r"^DEFECTS = \{[^\n]*\n(.*?)^\}", source, re.MULTILINE | re.DOTALL))
    assert set(LARKFIELD) == set(re.findall(r'^    "([a-z0-9-]+)":', planted, re.MULTILINE))
