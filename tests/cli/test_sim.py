"""`kanhe sim clock|nudge|tail` at a running simulator: what it says is as stored, mistakes too; a business moves by it and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kanhe.__main__ import main
from kanhe.report.words import width
from tests import kept
from tests.simulate.raw_client import Bank

HERE = str(Path(__file__).parents[2])
WRONG: dict[str, list[str]] = {  # name -> words; BANK is the door of a bank that runs
    "at-missing": ["clock", "--at", ""],
    "at-elsewhere": ["clock", "--at", "http://10.20.0.8:9001"],
    "at-is-no-address": ["clock", "--at", "127.0.0.1"],
    "at-nobody": ["clock", "--at", "http://127.0.0.1:9"],
    "at-the-wrong-door": ["clock", "--at", "MESSAGES"],
    "what-unknown": ["clok", "--at", "BANK"],
    "clock-words": ["clock", "now", "--at", "BANK"],
    "clock-to-missing": ["clock", "advance", "--at", "BANK"],
    "clock-to-nonsense": ["clock", "advance", "--to", "yesterday", "--at", "BANK"],
    "clock-backwards": ["clock", "advance", "--to", "2020-01-01T00:00", "--at", "BANK"],
    "nudge-words": ["nudge", "ZF1", "--at", "BANK"],
    "nudge-step-unknown": ["nudge", "ZF1", "settl", "--at", "BANK"],
    "nudge-key-unknown": ["nudge", "ZF9", "settle", "--at", "BANK"],
    "nudge-code-for-none": ["nudge", "ZF1", "settle", "R03", "--at", "BANK"],
    "nudge-too-early": ["nudge", "ZF1", "return", "--at", "BANK"],
    "nudge-needs-more": ["nudge", "1070010400010001", "credit_arrives", "--at", "BANK"],
    "tail-words": ["tail", "x", "--at", "BANK"],
    "tail-after-nonsense": ["tail", "--after", "x", "--at", "BANK"],
}


@pytest.fixture(scope="module")
def bank() -> Iterator[Bank]:
    """A bank whose clock stands, with one payment under way."""
    made = Bank(HERE)
    try:
        made.open_account()
        made.pay("ZF1", "1200.46")
        yield made
    finally:
        made.end()


@pytest.fixture
def own(monkeypatch) -> Iterator[Bank]:
    """A bank for one test alone, found through the environment."""
    made = Bank(HERE)
    monkeypatch.setenv("KANHE_SIM", made.control)
    try:
        made.open_account()
        yield made
    finally:
        made.end()


@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_has_its_message(name, bank, capsys, monkeypatch):
    """Exit 2, one located message; nothing moves at the bank."""
    monkeypatch.delenv("KANHE_SIM", raising=False)
    before = bank.state("ZF1"), bank.side("/clock")["now"]
    messages = f"http://{bank.place[0]}:{bank.place[1]}"
    assert 2 == main(["sim", *(w.replace("BANK", bank.control).replace("MESSAGES", messages) for w in WRONG[name])])
    told = capsys.readouterr()
    assert "" == told.out and "Traceback" not in told.err
    assert before == (bank.state("ZF1"), bank.side("/clock")["now"])
    kept.check(f"sim/{name}", told.err.replace(bank.control, "BANK").replace(messages, "MESSAGES").replace(f"{bank.place[1]}", "PORT"))


def test_no_snapshot_is_left_over():
    """Every stored text belongs to a command."""
    assert {*WRONG, "clock", "nudge", "return", "cutoff", "tail"} == kept.stored("sim")


def said(capsys, *words: str) -> str:
    """What a command that is done prints: 80 columns of GBK at most."""
    assert 0 == main(["sim", *words])
    text = capsys.readouterr().out
    text.encode("gbk")
    assert [] == [line for line in text.splitlines() if width(line) > 80]
    return text


def test_a_business_step_by_step(own, capsys):
    """The clock as it stands, a step by hand, the next one with its code, the clock moved on, and all of it in the journal."""
    kept.check("sim/clock", said(capsys, "clock"))
    own.pay("ZF1", "1200.46")
    kept.check("sim/nudge", said(capsys, "nudge", "ZF1", "settle"))
    assert "SUCCESS" == own.state("ZF1") and "48799.54" == own.balance()["Bal"]
    kept.check("sim/return", said(capsys, "nudge", "ZF1", "return", "R03"))
    assert "RETURNED" == own.state("ZF1") and "50000.00" == own.balance()["Bal"]
    kept.check("sim/cutoff", said(capsys, "clock", "advance", "--to", "next-cutoff"))
    assert "20260601170000" == own.side("/clock")["now"]
    kept.check("sim/tail", said(capsys, "tail"))


def test_tail_after_a_number_shows_what_came_since(own, capsys):
    """Notes are numbered from 1; those up to the number are left out, and all others are there."""
    own.pay("ZF1", "1.46")
    own.pay("ZF2", "2.46")
    notes = own.side("/journal?after=0")["notes"]
    whole = said(capsys, "tail").splitlines()
    since = said(capsys, "tail", "--after", str(notes[-2]["number"])).splitlines()
    assert since == whole[len(whole) - len(since):] and "ZF2" in since[0]
    assert "\n" == said(capsys, "tail", "--after", str(notes[-1]["number"])) or not re.search("ZF", said(capsys, "tail", "--after", "9999"))


def test_a_working_day_jump_skips_the_holiday(own, capsys):
    """From the eve of National Day the next working day is the one that the State Council names."""
    said(capsys, "clock", "advance", "--to", "2026-09-30T18:00")
    assert "2026-10-08" in said(capsys, "clock", "advance", "--to", "next-working-day")
