"""Planted breaks: the files stay right in themselves, our own reconciliation finds every break and nothing else, and scores are honest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.errors import UsageError
from kanhe.model.reconcile import NAMES, Match
from kanhe.reconcile.score import read_report, score
from kanhe.run.files import campaign
from kanhe.simulate.breaks import KINDS, parse_breaks, plant, read_answers
from tests.files.bank import LAND, PROGRESS, SEEDS, contract

pytest.importorskip("duckdb", reason="the extra `files` is not installed")

ALL_KINDS = "missing=3,extra=2,amount=2,date_shift=2,dup=2"


def made(folder: Path, breaks: str, seed: int, rows: int = 60) -> Path:
    """A folder with two days of files, our books, and the answers."""
    assert 0 == main(["file", "make", "--contract", LAND, "--date", "20260105", "--days", "2", "--rows", str(rows), "--seed", str(seed),
                      "--out", str(folder), "--seed-breaks", breaks])
    return folder


def reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, Path]:
    """(exit code, report) of our own reconciliation of such a folder."""
    capsys.readouterr()
    code = main(["reconcile", "run", "land_income", f"ledger={folder}/ledger.csv", f"messages={folder}/ledger.csv",
                 f"file={folder}/LAND_IN_*.txt", "--json"])
    path = folder / "report.json"
    path.write_text(capsys.readouterr().out, "utf-8")
    return code, path


@pytest.mark.parametrize("seed", SEEDS)
def test_every_planted_break_is_found(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Recall and precision are 100 % in every class, the files keep their contract, and the exit code says that something is wrong."""
    folder = made(tmp_path, ALL_KINDS, seed)
    assert 0 == main(["file", "check", *map(str, sorted(folder.glob("LAND_IN_*")))])
    code, report = reported(folder, capsys)
    assert 1 == code
    assert 0 == main(["reconcile", "score", "--answers", str(folder / "answers.json"), "--report", str(report)])
    assert "植入 11 处  查出 11  漏 0  误报 0  → 通过" in capsys.readouterr().out


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_planted_nothing_told(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Zero seeded, zero reported."""
    folder = made(tmp_path, "missing=0", seed)
    code, report = reported(folder, capsys)
    assert 0 == code
    assert [] == read_report(report)
    assert 0 == main(["reconcile", "score", "--answers", str(folder / "answers.json"), "--report", str(report)])


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "status"])
def test_a_reconciler_that_misses_a_kind_is_found_out(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever leaves one class out has 0 % recall there and 100 % elsewhere."""
    folder = made(tmp_path, ALL_KINDS, 5)
    _, report = reported(folder, capsys)
    told = [(c, k) for c, k in read_report(report) if c != NAMES[KINDS[kind]]]
    answers = read_answers(folder / "answers.json")
    by_name = {s.name: s for s in score([(b["class"], b["key"]) for b in answers["breaks"]], told)}
    assert "0 %" == by_name[NAMES[KINDS[kind]]].recall
    assert all("100 %" == s.recall for n, s in by_name.items() if n != NAMES[KINDS[kind]] and s.planted)
    (folder / "less.json").write_text(json.dumps([{"class": c, "key": k} for c, k in told]))
    assert 1 == main(["reconcile", "score", "--answers", str(folder / "answers.json"), "--report", str(folder / "less.json")])


def test_the_same_seed_plants_the_same(tmp_path: Path) -> None:
    """Same seed: same files, books and answers, to the byte; another seed: others."""
    folders = [made(tmp_path / str(n), ALL_KINDS, seed) for n, seed in enumerate((1, 1, 2))]
    contents = [{p.name: p.read_bytes() for p in f.iterdir()} for f in folders]
    assert contents[0] == contents[1]
    assert contents[0] != contents[2]


def test_score_counts_what_is_told_wrongly() -> None:
    """Told twice, told under another class, made up: each counts against precision, and what was missed against recall."""
    amount, ours = NAMES[Match.AMOUNT], NAMES[Match.OURS]
    by_name = {s.name: s for s in score([(amount, "1"), (amount, "2")], [(amount, "1"), (amount, "1"), (ours, "2"), (amount, "9")])}
    assert (2, 1, ("2",), ("1", "9")) == (by_name[amount].planted, by_name[amount].found, by_name[amount].missed, by_name[amount].false)
    assert ("50 %", "33 %") == (by_name[amount].recall, by_name[amount].precision)
    assert (0, (), ("2",), "—", "0 %") == (by_name[ours].planted, by_name[ours].missed, by_name[ours].false, by_name[ours].recall,
                                          by_name[ours].precision)


@pytest.mark.parametrize("change", [("key", "1"), ("class", "重复"), ("told", ""), ("kind", "dup")])
def test_the_seal_notices_a_changed_answer(change: tuple[str, str], tmp_path: Path) -> None:
    """Whatever is changed in an answer sheet, it is refused."""
    folder = made(tmp_path, "missing=1", 1)
    data = json.loads((folder / "answers.json").read_text("utf-8"))
    data["breaks"][0][change[0]] = change[1]
    (folder / "answers.json").write_text(json.dumps(data))
    with pytest.raises(UsageError, match="封印不符"):
        read_answers(folder / "answers.json")


def test_breaks_that_cannot_be_planted_are_told() -> None:
    """Unknown kinds, more than there are rows, kinds that the contract has no column for, days that are not made."""
    for text in ("mising=1", "missing", "missing=1,missing=2", "missing=-1"):
        with pytest.raises(UsageError, match="植入写作"):
            parse_breaks(text)
    for name, wanted in ((LAND, {"missing": 99}), (LAND, {"status": 1}), (PROGRESS, {"date_shift": 1})):
        with pytest.raises(UsageError):
            plant(contract(name), [d.sheet for d in campaign(contract(name), 1)][:1], wanted, 1)
    with pytest.raises(UsageError, match="不止一行"):
        plant(contract(PROGRESS), [d.sheet for d in campaign(contract(PROGRESS), 1)][:2], {"missing": 1}, 1)


@pytest.mark.parametrize("text", ["class,key\n金额不符,1\nequal,2\n", '[{"class": "amount", "key": 1}]',
                                  '{"breaks": [{"class": "金额不符", "key": "1"}]}', "\ufeffkey,class\n1,金额不符\n"])
def test_reports_of_other_reconcilers(text: str, tmp_path: Path) -> None:
    """CSV and JSON, English or Chinese names of the classes, with or without a byte order mark."""
    (tmp_path / "r").write_text(text, "utf-8")
    assert [(NAMES[Match.AMOUNT], "1")] == read_report(tmp_path / "r")


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "[1]", '{"x": 1}', "class,key\n什么,1\n", "[" * 100])
def test_what_is_no_report(text: str, tmp_path: Path) -> None:
    """Refused in words; an empty CSV with the right header is a report of nothing."""
    (tmp_path / "r").write_text(text, "utf-8")
    if text:
        with pytest.raises(UsageError):
            read_report(tmp_path / "r")
    (tmp_path / "r").write_text("class,key\n", "utf-8")
    assert [] == read_report(tmp_path / "r")
