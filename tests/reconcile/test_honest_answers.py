"""An answer sheet tells everything: whoever checks the files finds nothing, and whoever reconciles finds exactly what was planted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.model.file import FileContract
from kanhe.model.reconcile import NAMES, Match, Reconciliation, Side
from kanhe.reconcile.run import reconcile
from kanhe.simulate.breaks import KINDS, read_answers
from tests.files.bank import ALL, SEEDS, catalogue, contract

pytest.importorskip("duckdb", reason="the extra `files` is not installed")


def plan_of(one: FileContract) -> Reconciliation:
    """Our books, which have the file's columns, against the file."""
    unit = {1_000_000: "wan"}.get(one.row.column(one.matching.amount).field.type.unit_fen, "yuan")
    return Reconciliation(id="books", title="账对文件", sides=(
        Side(name="ledger", title="账", unit=unit, matching=one.matching), Side(name="file", title="文件", contract=one.id)))


def able(one: FileContract) -> Mapping[str, int]:
    """The kinds of break that a contract has the columns for, two of each."""
    codes = one.row.column(one.matching.status).field.type.codes if one.matching.status else ()
    lacking = {"date_shift": not one.matching.date, "status": not codes}
    return {kind: 2 for kind in KINDS if not lacking.get(kind)}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ALL)
def test_what_is_found_is_what_was_planted(name: str, seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every file contract with a simulated sender: every file keeps its contract, and the classes and keys are those of the answers."""
    one = contract(name)
    wanted = able(one)
    day = "20260131" if one.series.every == "month" else "20260105"
    assert 0 == main(["file", "make", "--contract", name, "--date", day, "--rows", "80", "--seed", str(seed), "--out", str(tmp_path),
                      "--seed-breaks", ",".join(f"{kind}={n}" for kind, n in wanted.items())])
    files = sorted(path for path in tmp_path.iterdir() if one.name.match.fullmatch(path.name))
    assert 0 == main(["file", "check", "--contract", name, *map(str, files)]), capsys.readouterr().out
    outcome = reconcile(plan_of(one), catalogue().files, {"ledger": [tmp_path / "ledger.csv"], "file": files})
    answers = read_answers(tmp_path / "answers.json")["breaks"]
    assert sum(wanted.values()) == len(answers)
    assert sorted((b["class"], b["key"]) for b in answers) == sorted((NAMES[d.match], d.key) for d in outcome.pairs[0].listed)
    assert {NAMES[KINDS[kind]] for kind in wanted} | {NAMES[Match.EQUAL]} == {NAMES[m] for m, t in outcome.pairs[0].tallies.items() if t.keys}


def test_every_simulated_sender_is_looked_at() -> None:
    """No file contract with a simulated sender is left out here."""
    assert set(ALL) == {c.id for c in catalogue().files.values() if c.behaviour}


def test_nothing_but_rows_is_changed(tmp_path: Path) -> None:
    """The files with and without breaks are the same to the byte: what was planted stands in our books."""
    made = ["file", "make", "--contract", "deposit_statement.monthly", "--date", "20260131", "--rows", "20", "--out"]
    assert 0 == main([*made, str(tmp_path / "plain")])
    assert 0 == main([*made, str(tmp_path / "broken"), "--seed-breaks", "missing=1,extra=1,amount=1,status=1,date_shift=1,dup=1"])
    plain = {path.name: path.read_bytes() for path in (tmp_path / "plain").iterdir()}
    broken = {path.name: path.read_bytes() for path in (tmp_path / "broken").iterdir()}
    assert plain.items() <= broken.items()
    assert {"ledger.csv", "answers.json"} == set(broken) - set(plain)
