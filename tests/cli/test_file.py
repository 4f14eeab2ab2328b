"""`kanhe file` and `kanhe reconcile` from the command line: what is printed, exit codes, and every message as people see it."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kanhe.__main__ import main
from tests.files.bank import ACCOUNT, DEPOSIT, LAND, PROGRESS, ROOT, STATEMENT, specimen

SNAPSHOTS = ROOT / "tests/snapshots/file"


def said(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """(exit code, everything that was printed)."""
    capsys.readouterr()
    code = main(words)
    out = capsys.readouterr()
    assert "Traceback" not in out.out + out.err
    return code, out.out + out.err


def check_snapshot(name: str, text: str, folder: Path) -> None:
    """The text is as stored, with the folder of the test left out; KANHE_UPDATE_SNAPSHOTS=1 stores it."""
    text = text.replace(str(folder), "HERE").replace(str(ROOT), "ROOT")
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("KANHE_UPDATE_SNAPSHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.is_file(), f"no snapshot {path}; run with KANHE_UPDATE_SNAPSHOTS=1 and read what it says"
    assert path.read_text("utf-8") == text


def placed(folder: Path, name: str, change: Callable[[bytes], bytes] = lambda d: d) -> Path:
    """A specimen, changed, in a folder."""
    called, data = specimen(name)
    path = folder / called
    path.write_bytes(change(data))
    return path


def test_a_right_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Recognised by its name; exit 0; rows, size and digest are told."""
    code, text = said(["file", "check", str(placed(tmp_path, LAND))], capsys)
    assert 0 == code
    check_snapshot("right", text, tmp_path)


def test_a_file_that_must_not_be_booked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`make --fault` writes it and says what its receiver owes; `check` names the same promise. A wrong word is told with those that there are."""
    make = ["file", "make", "--contract", LAND, "--date", "20260105", "--seed", "7", "--out", str(tmp_path)]
    code, text = said([*make, "--fault", "wrong_total.amount"], capsys)
    assert 0 == code and "LAND-41B" in text
    check_snapshot("fault", text, tmp_path)
    code, told = said(["file", "check", str(tmp_path), "--json"], capsys)
    assert 1 == code and {"LAND-41B"} == set(re.findall(r"LAND-4[0-9][A-Z]?", told))
    assert 0 == said([*make, "--fault", "not_renamed"], capsys)[0] and [".tmp"] == [p.suffix for p in tmp_path.glob("*.tmp")]
    for name, words in (("fault-unknown", ["--fault", "wrong_totl"]), ("fault-rows", ["--fault", "no_trailer", "--rows", "5"])):
        code, text = said([*make, *words], capsys)
        assert 2 == code
        check_snapshot(name, text, tmp_path)


def test_a_wrong_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1; every violation with its place; the same as JSON."""
    path = placed(tmp_path, LAND, lambda d: d.replace(b"|3|12000000.00|", b"|3|12,000,000.00|").replace(b"T|3|", b"T|9|"))
    code, text = said(["file", "check", str(path)], capsys)
    assert 1 == code
    check_snapshot("wrong", text, tmp_path)
    code, text = said(["file", "check", str(path), "--json"], capsys)
    data = json.loads(text)
    assert (1, False, "整份拒收") == (code, data["kept"], data["files"][0]["verdict"])
    assert ["LAND-45", "LAND-41A", "LAND-41C"] == [v["rule"] for v in data["files"][0]["violations"]]


def test_many_violations_are_summed_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--most bounds the list; what is not listed is counted by rule."""
    path = placed(tmp_path, LAND, lambda d: d.replace(b"|3", b"|x"))
    code, text = said(["file", "check", str(path), "--most", "4"], capsys)
    assert 1 == code
    assert re.search(r"另有 [0-9]+ 处没有列出：.*LAND-45 共 [0-9]+ 处", text)


def test_a_register_over_several_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """First accepted, then known again, then another content refused; the register is what makes the difference."""
    path = placed(tmp_path, DEPOSIT)
    words = ["file", "check", str(path), "--register", str(tmp_path / "register.json")]
    assert "守约：可以入账" in said(words, capsys)[1]
    code, text = said(words, capsys)
    assert 0 == code
    assert "重送：与收过的一份相同，不再入账" in text
    path.write_bytes(b"")
    code, text = said(words, capsys)
    assert 1 == code
    check_snapshot("reissued", text, tmp_path)


def test_missing_members(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder, the accounts that should have a file and the days: what is missing is told, exit 1; an empty folder is no good sign."""
    placed(tmp_path, ACCOUNT)
    (tmp_path / "accounts.txt").write_text("0010320600018888\n0010320600010000\n")
    (tmp_path / "other.txt").write_text("x")
    code, text = said(["file", "check", str(tmp_path), "--contract", ACCOUNT, "--members", str(tmp_path / "accounts.txt"), "--days",
                       "20260105"], capsys)
    assert 1 == code
    check_snapshot("missing", text, tmp_path)
    (tmp_path / "empty").mkdir()
    code, text = said(["file", "check", str(tmp_path / "empty"), "--contract", DEPOSIT, "--days", "20260104..20260105"], capsys)
    assert (1, 2) == (code, text.count("DEP-20C"))


MISTAKES: dict[str, list[str]] = {
    "no-file": ["file", "check", "HERE/nowhere.txt"],
    "empty-folder": ["file", "check", "HERE/empty"],
    "not-recognised": ["file", "check", "HERE/notes.txt"],
    "no-contract": ["file", "check", "HERE/notes.txt", "--contract", "land_income.dayly"],
    "no-members": ["file", "check", "HERE/notes.txt", "--contract", LAND, "--members", "HERE/none.txt"],
    "members-not-text": ["file", "check", "HERE/notes.txt", "--contract", LAND, "--members", "HERE/raw"],
    "bad-days": ["file", "check", "HERE/notes.txt", "--contract", LAND, "--days", "20260105..20260101"],
    "bad-now": ["file", "check", "HERE/notes.txt", "--now", "9 Uhr"],
    "bad-register": ["file", "check", "HERE/notes.txt", "--contract", LAND, "--register", "HERE/notes.txt"],
    "register-nowhere": ["file", "check", "HERE/notes.txt", "--contract", LAND, "--register", "HERE/no/register.json"],
    "bad-date": ["file", "make", "--contract", LAND, "--date", "2026-01-05", "--out", "HERE/o"],
    "bad-breaks": ["file", "make", "--contract", LAND, "--date", "20260105", "--out", "HERE/o", "--seed-breaks", "mising=1"],
    "too-many-breaks": ["file", "make", "--contract", LAND, "--date", "20260105", "--rows", "2", "--out", "HERE/o", "--seed-breaks",
                        "amount=3"],
    "breaks-without-status": ["file", "make", "--contract", LAND, "--date", "20260105", "--out", "HERE/o", "--seed-breaks", "status=1"],
    "breaks-without-date": ["file", "make", "--contract", PROGRESS, "--date", "20260131", "--out", "HERE/o", "--seed-breaks",
                            "date_shift=1"],
    "breaks-in-recurring-keys": ["file", "make", "--contract", STATEMENT, "--date", "20260131", "--days", "2", "--out", "HERE/o",
                                 "--seed-breaks", "missing=1"],
    "out-is-a-file": ["file", "make", "--contract", LAND, "--date", "20260105", "--out", "HERE/notes.txt"],
    "other-defect": ["file", "make", "--contract", LAND, "--date", "20260105", "--out", "HERE/o", "--defect", "d141"],
    "fetch-nowhere": ["file", "fetch", "folder:HERE/none", "--contract", LAND, "--into", "HERE/i"],
    "fetch-address": ["file", "fetch", "ftp://x/y", "--contract", LAND, "--into", "HERE/i"],
    "fetch-into": ["file", "fetch", "folder:HERE", "--contract", LAND, "--into", "HERE/notes.txt"],
    "fetch-without-keys": ["file", "fetch", "sftp://127.0.0.1:1/", "--contract", LAND, "--into", "HERE/i"],
    "fetch-secret-in-the-open": ["file", "fetch", "sftp://127.0.0.1:1/", "--contract", LAND, "--into", "HERE/i", "--user", "u",
                                 "--host-key", "HERE/hostkey", "--password", "geheim"],
    "fetch-secret-not-set": ["file", "fetch", "sftp://127.0.0.1:1/", "--contract", LAND, "--into", "HERE/i", "--user", "u", "--host-key",
                             "HERE/hostkey", "--password", "env:KANHE_NO_SUCH"],
    "fetch-no-host-key": ["file", "fetch", "sftp://127.0.0.1:1/", "--contract", LAND, "--into", "HERE/i", "--user", "u", "--host-key",
                          "HERE/none", "--password", "env:HOME"],
    "fetch-bad-host-key": ["file", "fetch", "sftp://127.0.0.1:1/", "--contract", LAND, "--into", "HERE/i", "--user", "u", "--host-key",
                           "HERE/notes.txt", "--password", "env:HOME"],
    "fetch-not-allowed": ["file", "fetch", "sftp://10.9.9.9:22/in", "--contract", LAND, "--into", "HERE/i", "--user", "u", "--host-key",
                          "HERE/hostkey", "--password", "env:HOME"],
    "fetch-refused": ["file", "fetch", "sftp://127.0.0.1:1/in", "--contract", LAND, "--into", "HERE/i", "--user", "u", "--host-key",
                      "HERE/hostkey", "--password", "env:HOME"],
    "serve-nowhere": ["file", "serve", "HERE/none", "--authorized", "HERE/hostkey", "--host-key", "HERE/hostkey"],
    "serve-bad-key": ["file", "serve", "HERE", "--authorized", "HERE/hostkey", "--host-key", "HERE/notes.txt"],
    "no-plan": ["reconcile", "run", "land_incom", "ledger=HERE/notes.txt"],
    "no-such-side": ["reconcile", "run", "land_income", "leger=HERE/notes.txt"],
    "not-a-side": ["reconcile", "run", "land_income", "HERE/notes.txt"],
    "side-missing": ["reconcile", "run", "land_income", "ledger=HERE/none.csv", "messages=HERE/none.csv", "file=HERE/L*.txt"],
    "side-unreadable": ["reconcile", "run", "land_income", "ledger=HERE/notes.txt", "messages=HERE/notes.txt", "file=HERE/notes.txt"],
    "side-not-numbers": ["reconcile", "run", "land_income", "ledger=HERE/books.csv", "messages=HERE/books.csv", "file=HERE/notes.txt"],
    "file-refused": ["reconcile", "run", "land_income", "ledger=HERE/good.csv", "messages=HERE/good.csv", "file=HERE/notes.txt"],
    "open-is-none": ["reconcile", "run", "land_income", "ledger=HERE/good.csv", "--open", "HERE/notes.txt"],
    "open-of-another": ["reconcile", "run", "land_income", "ledger=HERE/good.csv", "--open", "HERE/open.json"],
    "no-answers": ["reconcile", "score", "--answers", "HERE/none.json", "--report", "HERE/notes.txt"],
    "answers-changed": ["reconcile", "score", "--answers", "HERE/answers.json", "--report", "HERE/notes.txt"],
    "no-action": ["file"],
    "action-unknown": ["file", "chek", "x"],
}


def prepared(folder: Path) -> None:
    """The files that the mistakes speak of."""
    (folder / "notes.txt").write_text("nothing of the kind\n")
    (folder / "raw").write_bytes(b"\xff\xfe")
    (folder / "empty").mkdir()
    (folder / "hostkey").write_text("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n")
    (folder / "books.csv").write_text("payCode,traNo,amount,acctDate\n1,2,3,4\n")
    (folder / "good.csv").write_text("payCode,traNo,amount,acctDate\n1,2,3.00,4\n")
    (folder / "open.json").write_text('{"version": 1, "plan": "other", "day": "", "open": []}')
    (folder / "answers.json").write_text('{"breaks": [], "seal": "x"}')


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where, what was found, what would be right, what to type next; never a traceback, and never a secret."""
    prepared(tmp_path)
    code, text = said([w.replace("HERE", str(tmp_path)) for w in MISTAKES[name]], capsys)
    assert code in (1, 2, 3, 4)
    assert "geheim" not in text
    check_snapshot(f"mistake-{name}", text, tmp_path)


def test_no_snapshot_is_left_over() -> None:
    """Every stored text belongs to a test here."""
    names = {*(f"mistake-{n}" for n in MISTAKES), "right", "wrong", "reissued", "missing", "reconciled", "fetched", "fault", "fault-unknown", "fault-rows"}
    assert names == {p.stem for p in SNAPSHOTS.glob("*.txt")}


def test_made_fetched_checked_reconciled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole way by command line: made, fetched from a folder, checked, reconciled, scored."""
    pytest.importorskip("duckdb", reason="the extra `files` is not installed")
    out, box = tmp_path / "out", tmp_path / "box"
    assert 0 == main(["file", "make", "--contract", LAND, "--date", "20260105", "--days", "2", "--rows", "15", "--out", str(out),
                      "--seed-breaks", "missing=1,amount=1,date_shift=1"])
    (out / "LAND_IN_0320600001_20260107_01.txt.tmp").write_bytes(b"half")
    code, text = said(["file", "fetch", f"folder:{out}", "--contract", LAND, "--into", str(box)], capsys)
    assert 1 == code
    check_snapshot("fetched", text, tmp_path)
    assert 0 == main(["file", "check", str(box)])
    code, text = said(["reconcile", "run", "land_income", f"ledger={out}/ledger.csv", f"messages={out}/ledger.csv", f"file={box}/*.txt",
                       "--date", "20260106", "--open-out", str(tmp_path / "open.json")], capsys)
    assert 1 == code
    check_snapshot("reconciled", text, tmp_path)
    data = json.loads((tmp_path / "open.json").read_text("utf-8"))
    assert ["20260106", 2] == [data["day"], len(data["open"])]


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen here")
def test_an_inbox_from_the_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`kanhe file serve` with keys of ssh-keygen, and `kanhe file fetch` from it over real SSH."""
    pytest.importorskip("asyncssh", reason="the extra `files` is not installed")
    for name in ("host", "mine"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True)
    box = tmp_path / "box"
    box.mkdir()
    placed(box, LAND)
    server = subprocess.Popen([sys.executable, "-m", "kanhe", "file", "serve", str(box), "--authorized", str(tmp_path / "mine.pub"),
                               "--host-key", str(tmp_path / "host")], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = re.search(r"address=(\S+)", line)
        assert address is not None, line
        assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o600
        code, text = said(["file", "fetch", address[1], "--contract", LAND, "--into", str(tmp_path / "in"), "--user", "finance",
                           "--host-key", str(tmp_path / "host.pub"), "--key", f"file:{tmp_path}/mine"], capsys)
        assert 0 == code, text
        assert specimen(LAND)[1] == (tmp_path / "in" / specimen(LAND)[0]).read_bytes()
    finally:
        server.terminate()
        begun = time.monotonic()
        assert 0 == server.wait(20)
        assert time.monotonic() - begun < 5
