"""Writing reports that fails: told, never green, and never in the way of the run."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from kanhe.errors import UsageError
from kanhe.model.event import RunFinished
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.file import write_whole
from kanhe.report.listeners import listeners_for
from tests.families import alone
from tests.report.runs import HONEST, PEER, catalogue, events, made_up, promise

# As a person's shell is: without PYTHONUNBUFFERED, so that what was not written is still in a buffer when the process ends.
BUFFERED = {name: told for name, told in os.environ.items() if name != "PYTHONUNBUFFERED"} | {"PYTHONIOENCODING": "utf-8"}
REPORTS = ("verdict.html", "junit.xml", "summary.json")


def told(heard, out: Path):
    """The listeners of a run whose events were all heard."""
    listeners = listeners_for(catalogue(), out)
    for event in heard:
        listeners.hear(event)
    listeners.close()
    return listeners


def test_a_good_run_loses_nothing(tmp_path):
    """Everything is there, nothing is lost, no temporary file is left."""
    assert [] == told(events(), tmp_path).lost
    assert {*REPORTS, "allure-results"} == {p.name for p in tmp_path.iterdir()}
    assert "<h1>未完成</h1>" not in (tmp_path / "verdict.html").read_text("utf-8")


def test_an_old_verdict_is_gone_before_the_run_begins(tmp_path):
    """What an earlier good run left is overwritten at once: a run that is killed leaves 未完成 behind, in every report."""
    told(made_up([Cell(promise=promise(1), peer=PEER.name, outcome=Outcome.KEPT, tried=1)]), tmp_path)
    (tmp_path / "allure.html").write_text("建议发布")
    assert "<h1>建议发布</h1>" in (tmp_path / "verdict.html").read_text("utf-8")
    listeners = listeners_for(catalogue(), tmp_path)
    for stage in ("before", "started"):
        assert "<h1>未完成</h1>" in (tmp_path / "verdict.html").read_text("utf-8"), stage
        assert "<error" in (tmp_path / "junit.xml").read_text("utf-8")
        assert 4 == json.loads((tmp_path / "summary.json").read_text("utf-8"))["exit_code"]
        assert not json.loads((tmp_path / "allure-results" / "planned.json").read_text("utf-8"))["ended"]
        assert not (tmp_path / "allure.html").exists()
        listeners.hear(events()[0])
    assert json.loads((tmp_path / "allure-results" / "planned.json").read_text("utf-8"))["missing"]


@pytest.mark.parametrize("damage", ["removed", "truncated", "emptied", "attachment", "manifest"])
def test_evidence_that_is_damaged_before_the_end_is_noticed(tmp_path, damage):
    """Results are read back before the verdict page is written: one lost, truncated or empty file, and the page says 未完成."""
    run = events()
    listeners = listeners_for(catalogue(), tmp_path)
    for event in run[:-1]:
        listeners.hear(event)
    listeners.hear(run[-1])
    folder = tmp_path / "allure-results"
    result = next(folder.glob("*-result.json"))
    if damage == "removed":
        result.unlink()
    elif damage in ("truncated", "emptied"):
        data = result.read_bytes()
        result.write_bytes(data[: len(data) // 2] if damage == "truncated" else b"")
    elif damage == "attachment":
        next(folder.glob("*-attachment.txt")).unlink()
    else:
        (folder / "planned.json").unlink()
        (folder / "planned.json").mkdir()
    listeners.close()
    assert isinstance(run[-1], RunFinished) and listeners.lost
    page = (tmp_path / "verdict.html").read_text("utf-8")
    assert "<h1>未完成</h1>" in page and "没有写全" in page


def limited(size: int, code: str, **more) -> subprocess.CompletedProcess[str]:
    """A fresh Python in which no file may grow beyond so many bytes: what a full disk looks like, without being root."""
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return subprocess.run([sys.executable, "-c", code], preexec_fn=limit, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}, **more)


@pytest.mark.parametrize(("full", "exit_code"), [("from the start", 2), ("at the end", 4)])
def test_a_disk_that_fills_up_is_told_and_never_green(tmp_path, full, exit_code):
    """`kanhe verify` says what it could not write, exits 4 (2 where nothing could be written at all), and leaves no good verdict."""
    told(events(), tmp_path / "before")
    last = (tmp_path / "before" / "verdict.html").stat().st_size
    command = ["verify", "--memory", "--root", str(alone(tmp_path, "land_margin")), "--only", f"{HONEST}@*银行", "--sequences", "0", "--out", str(tmp_path / "out")]
    done = limited(0 if exit_code == 2 else last - 200, f"import sys; from kanhe.__main__ import main; sys.exit(main({command!r}))")
    assert exit_code == done.returncode and "Traceback" not in done.stderr, full
    assert "文件超过允许的大小" in done.stderr and "下一步" in done.stderr
    page = tmp_path / "out" / "verdict.html"
    assert not page.exists() if exit_code == 2 else "<h1>未完成</h1>" in page.read_text("utf-8")


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_result_that_nobody_could_write_down_is_not_green(tmp_path, more):
    """Standard output on a full device: exit 4 and a word on standard error."""
    command = [sys.executable, "-m", "kanhe", "verify", "--memory", "--root", str(alone(tmp_path, "land_margin")), "--only", f"{HONEST}@*银行", "--sequences", "0",
               "--no-report", *more]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, encoding="utf-8",
                              env=BUFFERED)
    assert 4 == done.returncode and "标准输出：磁盘已满" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["lint", "--schema"]])
def test_words_that_nobody_could_write_down_are_not_green(words):
    """Whatever a verb says on a full device: exit 4, and Python itself prints nothing."""
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "kanhe", *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False,
                              encoding="utf-8", env=BUFFERED)
    assert 4 == done.returncode and "Exception ignored" not in done.stderr and "Traceback" not in done.stderr


def test_a_reader_that_goes_away_does_not_stop_the_run(tmp_path):
    """`kanhe verify | head -1`: the reports are written, the run is told to be without its terminal, nothing is printed by Python."""
    command = [sys.executable, "-m", "kanhe", "verify", "--memory", "--root", str(alone(tmp_path, "land_margin")), "--only", f"{HONEST}@*银行", "--sequences", "0",
               "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=BUFFERED)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read().decode("utf-8")
    process.stderr.close()
    assert 4 == process.wait(60) and "标准输出：读的一方已关闭" in said and "Traceback" not in said and "Exception ignored" not in said
    assert (tmp_path / "out" / "summary.json").is_file()


@pytest.mark.parametrize("kind", ["file", "inside a file", "proc"])
def test_a_folder_that_cannot_be_written_is_a_usage_error(tmp_path, kind):
    """Before anything is sent; the message names the folder and what to type."""
    (tmp_path / "f").write_text("x")
    out = {"file": tmp_path / "f", "inside a file": tmp_path / "f" / "g", "proc": Path("/proc/none")}[kind]
    with pytest.raises(UsageError) as raised:
        listeners_for(catalogue(), out)
    assert str(out) == str(raised.value.problem.at) and "--out" in raised.value.problem.hint


def test_a_file_is_whole_or_as_it_was(tmp_path, monkeypatch):
    """When writing fails half-way the old text is still there and nothing else."""
    path = tmp_path / "a.txt"
    write_whole(path, "旧")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "新" * 10000)
    assert "旧" == path.read_text("utf-8") and [path] == list(tmp_path.iterdir())
