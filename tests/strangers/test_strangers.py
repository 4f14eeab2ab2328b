"""Banks that share no code with Kanhe, judged by contracts that their customers wrote: no alarm on the honest ones, each planted money
defect found from the declared effects, under a name that a person would accept.

`python tests/strangers/bank.py --list`, and the same of exchange.py, saltmarsh.py and appropriations.py, say what each defect is.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kanhe.model.words import Outcome
from tests.strangers import stand
from tests.strangers.names import HARBOUR, MERIDIAN, OFFICE, SALTMARSH, THORNBURY

HERE = Path(__file__).parent
MOST_S = 12.0  # processor seconds until the first finding; three processes on two processors take more for the same than one alone
BUDGET_S = 90.0

# One of each way of being found, at the two banks where that takes seconds; all that are planted, those of the third bank and of the budget
# office among them, at several seeds: tests/quality/test_strangers.py.
LIKE_ANOTHER = {  # found by the promise, and by the sort of request, by which the other is
    "negative-accepted": "zero-accepted", "crash-on-rare-character": "crash-on-quote", "unknown-payee": "self-transfer-mints",
    "reversal-of-refused": "reversal-twice", "large-amounts-imprecise": "float-cents", "int32-cents": "float-cents",
    "statement-repeats-10th": "statement-skips-11th"}
FIRST = tuple(defect for defect in HARBOUR if defect not in LIKE_ANOTHER)
SOME = ("duplicate-books", "refund-hundredfold", "release-twice", "payment-forgotten", "fee-half-even")
MANNERS = ("", "late", "at-once", "newest-first", "present-state", "still-in-process")
CASES = [*((stand.HARBOUR, d, HARBOUR[d]) for d in FIRST), *((stand.MERIDIAN, d, MERIDIAN[d]) for d in SOME)]


@pytest.mark.parametrize(("bank", "defect", "names"), CASES, ids=[f"{b.family}-{d}" for b, d, _ in CASES])
def test_the_defect_is_found_under_a_right_name(bank, defect, names, tmp_path):
    """A fresh bank with one defect: the first finding comes within that much work and names a promise that the defect breaks."""
    with stand.standing(bank, tmp_path, defect) as config:
        found = stand.first_finding(config, seed=20260101, budget_s=BUDGET_S)
    assert found.named, f"nothing found in {found.seconds:.1f} s"
    assert found.named.split()[1] in names.split(), f"{found.named}: {found.says}"
    assert found.spent_s <= MOST_S


def test_the_honest_bank_raises_no_alarm_and_the_run_is_complete(tmp_path):
    """Every promise of the first bank is tried and kept. The third bank and the budget office, whose runs take a minute:
    tests/quality/test_strangers.py."""
    with stand.standing(stand.HARBOUR, tmp_path) as config:
        end, left = stand.whole_run(config, seed=20260101, budget_s=2 * BUDGET_S)
    assert [] == [f"{c.cell.promise.contract} {c.cell.promise.id} {c.cell.outcome} {c.cell.reason}" for c in left]
    assert (end.exit_code, end.complete) == (0, True)


def test_the_other_honest_bank_raises_no_alarm(tmp_path):
    """No promise of the second bank is found broken because it says of payments for a moment that they are under way."""
    with stand.standing(stand.MERIDIAN, tmp_path, manner="still-in-process") as config:
        end, left = stand.whole_run(config, seed=6, budget_s=20)
    assert [] == [f"{c.cell.promise.contract} {c.cell.promise.id}" for c in left if c.cell.findings]
    assert end.exit_code in (0, 4)


def test_what_hangs_is_found_by_running_its_end_alone(tmp_path):
    """Nobody can do what only the bank does, so what begins it is done: the line of a finding that says how to run it again does so."""
    with stand.standing(stand.MERIDIAN, tmp_path, "process-never-ends") as config:
        found = stand.first_finding(config, seed=20260101, budget_s=BUDGET_S, only="meridian.settles")
    assert "meridian.settles meridian.settles:due" == found.named


@pytest.mark.parametrize(("defect", "manner", "budget_s", "code"), [
    ("process-never-ends", "", 12, 4), ("", "", BUDGET_S, 0), ("", "at-once", BUDGET_S, 0)])
def test_what_could_not_be_waited_for_is_untested(defect, manner, budget_s, code, tmp_path):
    """A bank that hangs, and too little time to see it: the promise is no kept one, though other payments ended. Who ends everything at once
    keeps it."""
    with stand.standing(stand.MERIDIAN, tmp_path, defect, manner=manner) as config:
        end, left = stand.whole_run(config, seed=20260101, budget_s=budget_s, only="meridian.settles")
    assert (code, [Outcome.SKIPPED] if code else []) == (end.exit_code, [c.cell.outcome for c in left])
    assert all("处理中的业务等了" in c.cell.reason for c in left)


def test_the_command_line_finds_a_defect_and_says_so(tmp_path):
    """`kanhe verify --root … --config … --target … --money …` ends with 1 and names the promise; `kanhe lint` has nothing to say."""
    kanhe = [sys.executable, "-m", "kanhe"]
    with stand.standing(stand.HARBOUR, tmp_path, "silent-fee") as config:
        words = ["verify", "--root", str(stand.ROOT), "--config", str(config), "--target", stand.TARGET, "--money", stand.TARGET,
                 "--only", "harbour.transfer*", "--budget", "8s", "--no-report"]
        done = subprocess.run([*kanhe, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "HARB-41" in done.stdout
    lint = subprocess.run([*kanhe, "lint", "--root", str(stand.ROOT)], capture_output=True, text=True, check=False)
    assert (lint.returncode, lint.stdout, "0 处问题，0 处提示" in lint.stderr) == (0, "", True), lint.stdout


@pytest.mark.parametrize(("script", "known"), [
    ("bank.py", {*HARBOUR}), ("exchange.py", {*MERIDIAN, *MANNERS[1:]}), ("saltmarsh.py", {*SALTMARSH}),
    ("appropriations.py", {*THORNBURY}), ("importer.py", {*OFFICE})])
def test_the_strangers_share_no_code_and_every_defect_is_accounted_for(script, known):
    """The banks import nothing of Kanhe, their contracts are data alone, and no planted defect is left out here in silence."""
    source = (HERE / script).read_text(encoding="utf-8")
    assert not re.search(r"^\s*(from|import)\s+(kanhe|simulators)\b", source, re.MULTILINE)
    assert [] == [p for p in stand.ROOT.rglob("*") if p.suffix not in ("", ".yaml")]
    planted = "".join(re.findall(r"^(?:DEFECTS|MANNERS) = \{[^\n]*\n(.*?)^\}", source, re.MULTILINE | re.DOTALL))
    assert known == set(re.findall(r'^    "([a-z0-9-]+)":', planted, re.MULTILINE))
