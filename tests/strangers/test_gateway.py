"""A payment gateway written without Kanhe, and some that forget one constraint of the schema each: `kanhe verify` names it.

What each of them forgets is found without a wire in tests/schema/test_lax_peers.py, and over the wire at every seed in
tests/quality/test_strangers.py.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from kanhe.contract.load import load
from kanhe.model.event import Closed, Found, RunFinished
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.lint.lint import lint
from kanhe.run.live import live_lines
from tests.schema import lax
from tests.strangers.stand import HERE

PROMISE = "gateway.pay:schema"
SOME = ("maxLength + 1", "unique", "keyref")  # of one leaf, between leaves, between elements


@contextmanager
def run(folder, *edits, seed=20260101):
    """The events to come of a run against the gateway with an edited schema; the contract has the right one beside it."""
    root = folder / "contracts"
    shutil.copytree(HERE / "schema", root)
    (root / "gateway" / "payment.xsd").write_text(lax.text(), encoding="utf-8")
    (folder / "own.xsd").write_text(lax.text(*edits), encoding="utf-8")
    words = [sys.executable, str(HERE / "gateway.py"), "--schema", str(folder / "own.xsd")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        place = process.stdout.readline().strip().rpartition("//")[2]
        (folder / "kanhe.toml").write_text(
            f'[target.t]\nallow = ["{place}"]\n[[target.t.peer]]\nname = "网关"\nfamily = "gateway"\nrole = "bank"\n'
            f'address = "http://{place}"\n', "utf-8")
        catalogue = load(root)
        try:
            yield verify(catalogue, live_lines(catalogue, folder / "kanhe.toml", "t", money="t"),
                         Settings(seed=seed, budget_s=120, sequences=0, target="t", base=1))
        finally:
            process.kill()


def test_the_contract_is_sound(tmp_path):
    """Lint has nothing to say: the specimen is a message of the schema, in its namespace."""
    shutil.copytree(HERE / "schema", tmp_path / "contracts")
    (tmp_path / "contracts" / "gateway" / "payment.xsd").write_text(lax.text(), encoding="utf-8")
    assert [] == lint(load(tmp_path / "contracts"))


def test_an_honest_gateway_raises_no_alarm_and_the_run_is_complete(tmp_path):
    """Every promise is kept; of the schema it is said how many obligations there are, and that all that were sent were refused."""
    with run(tmp_path) as told:
        events = list(told)
    cells = [e.cell for e in events if isinstance(e, Closed)]
    assert [] == [f"{c.promise.id} {c.outcome} {c.reason}" for c in cells if c.outcome is not Outcome.KEPT]
    assert next(e for e in events if isinstance(e, RunFinished)).exit_code == 0
    counts = [int(n) for n in re.findall(r"[0-9]+", next(c.reason for c in cells if c.promise.id == PROMISE))]
    exist, sent, kept = counts
    assert exist > 5_000 and kept == sent > 1_500, counts


def named(folder, peer, seed):
    """What is found of the promise of the schema."""
    with run(folder, *peer.edits, seed=seed) as told:
        return next((e.finding.verdict for e in told if isinstance(e, Found) and e.finding.verdict.promise == PROMISE), None)


@pytest.mark.parametrize("peer", [peer for peer in lax.PEERS if peer.name in SOME], ids=lambda peer: peer.name)
def test_a_forgotten_constraint_is_named_by_path_and_facet(tmp_path, peer):
    """The promise of the schema is found broken, by the constraint that the gateway forgot, at a path where it has it."""
    found = named(tmp_path, peer, 20260101)
    assert found is not None
    assert found.where.endswith(f" {peer.constraint}") and found.where.startswith("/Document/"), found.where
