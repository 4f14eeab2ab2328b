"""A payments office that shares no code with Kanhe, and that is not asked but asks: it pays through a bank, which Kanhe is here. GBK XML in
frames of eight digits with an SM3 code behind it, one connection for each message, by the wall's clock.

`python tests/strangers/ashdown.py --list` says what each defect is; all of them at every seed: tests/quality/test_strangers.py.
"""

from __future__ import annotations

import re

from tests.strangers import stand

BUDGET_S = 60.0


def test_the_honest_office_raises_no_alarm_and_the_run_is_complete(tmp_path):
    """Every promise is tried and kept: also those of what it does when nobody answers, when it is told to wait, and when money comes back."""
    with stand.payer(tmp_path) as config:
        end, left = stand.whole_run(config, seed=20260101, budget_s=2 * BUDGET_S, only="ashdown*")
    assert [] == [f"{c.cell.promise.contract} {c.cell.promise.id} {c.cell.outcome} {c.cell.reason}" for c in left]
    assert (end.exit_code, end.complete) == (0, True)


def test_the_office_shares_no_code():
    """It imports nothing of Kanhe."""
    sources = {path.name: path.read_text("utf-8") for path in stand.HERE.glob("ashdown*.py")}
    assert [] == [name for name, text in sources.items() if re.search(r"^\s*(from|import)\s+(kanhe|simulators)\b", text, re.MULTILINE)]


# -- what the office taught, each by itself --------------------------------------------------------------------------------------------


def contract(name):
    """One of the contracts of the office and its bank."""
    return stand.catalogue().contracts[f"ashdown.{name}"]


def test_a_request_names_its_operation_and_no_other():
    """The party declares the field once for all operations; in each of them it has one value, and is never varied."""
    assert {"PAY": "PAY", "QRY": "QRY", "RFN": "RFN"} == {
        name: next(f.constant for f in contract(name).request if f.path == "Hd.Tx") for name in ("PAY", "QRY", "RFN")}
