"""The terminal: plain where it must be, never wider than 80 columns, and safe from what a peer sends."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanhe.model.event import Found
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.console import Console
from kanhe.report.mask import Mask
from kanhe.report.words import NAMES, SIGNS, fit, width, wrap
from tests.families import alone
from tests.report.runs import HONEST, PEER, RUNS, broken_events, catalogue, events, exchange, finding, made_up, promise, six_outcomes


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def printed(heard, stream=None) -> str:
    """What the console prints of a run."""
    stream = stream or io.StringIO()
    console = Console(stream, Mask(catalogue()), report="reports/out/verdict.html")
    for event in heard:
        console.hear(event)
    console.close()
    return stream.getvalue()


@pytest.mark.parametrize("name", RUNS)
def test_no_line_is_wider_than_eighty_columns(name):
    """Counted with two columns for every Chinese or ambiguous sign, no line passes column 80, save a command that is to be copied whole."""
    assert [] == [line for line in printed(RUNS[name]()).splitlines() if width(line) > 80 and not line.startswith("  重跑 kanhe ")]


def test_it_is_short_and_ends_in_the_verdict():
    """An honest run prints no line per passing promise: verdict, numbers and the place of the report are the last three lines."""
    lines = printed(events()).splitlines()
    assert len(lines) <= 20 and lines[-3].startswith("结论 ") and "退出码" in lines[-2] and lines[-1].startswith("报告 ")


def test_a_finding_says_what_where_and_how_to_run_it_again():
    """Phenomenon, expectation, observation, story and the command are printed as soon as it is found."""
    text = printed(broken_events())
    facts = ("  现象 ", "  应为 ", "  实为 ", "  重跑 kanhe verify --only", "    1. 发送 G00003")
    assert [] == [word for word in ("× [LAND-05] 保证金开户银行", *facts, "结论 不建议发布") if word not in text]


def test_every_outcome_is_named():
    """All six outcomes have their sign, name and number in the line of the peer."""
    text = printed(made_up(six_outcomes()))
    assert all(f"{SIGNS[o]} {NAMES[o]} 1" in text for o in Outcome)


def test_account_numbers_are_masked():
    """The terminal is kept in CI logs, so private values are masked there too."""
    account = "6217001234567890123"
    told = finding(actual=account, story=(exchange(account=account),))
    assert account not in printed([Found(finding=told)]) and "62*************0123" in printed([Found(finding=told)])


@pytest.mark.parametrize("text", ["\x1b[2J\x1b[31m全部守约", "a\rb", "a\x07", "\u202e约守"])
def test_a_peer_cannot_steer_the_terminal(text):
    """Escape sequences, carriage returns, bells and overrides of direction are printed as codes."""
    shown = printed([Found(finding=finding(says=text, actual=text))])
    assert not set(shown) & set("\x1b\r\x07\u202e")


@pytest.mark.parametrize(("variable", "value", "coloured"), [("NO_COLOR", "1", False), ("TERM", "dumb", False), ("TERM", "xterm", True)])
def test_colour_only_where_it_is_wanted(monkeypatch, variable, value, coloured):
    """NO_COLOR and a dumb terminal are respected; a terminal gets colour; a pipe never does."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(variable, value)
    assert coloured == ("\x1b[" in printed(made_up(six_outcomes()), Terminal())) and "\x1b[" not in printed(made_up(six_outcomes()))


@pytest.mark.slow
@pytest.mark.parametrize(("locale", "coding"), [("zh_CN.GBK", "gbk"), ("C", "ascii"), ("zh_CN.UTF-8", "utf-8")])
def test_any_terminal_charset(tmp_path, locale, coding):
    """In a GBK, an ASCII and a UTF-8 terminal the command ends with its verdict, without a traceback, in 80 columns."""
    environment = {**os.environ, "LC_ALL": locale, "PYTHONIOENCODING": coding, "TERM": "dumb", "KANHE_ALLURE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "kanhe", "verify", "--memory", "--root", str(alone(tmp_path, "land_margin")), "--only", HONEST,
         "--budget", "3s", "--out", str(tmp_path / "o")],
        env=environment, capture_output=True, timeout=120, check=False)
    text = done.stdout.decode(coding)
    assert b"Traceback" not in done.stderr and done.returncode in (0, 4) and b"\x1b" not in done.stdout
    assert coding == "ascii" or ("结论 " in text and all(width(line) <= 80 for line in text.splitlines() if str(tmp_path) not in line))


def test_a_sign_that_the_charset_lacks_is_shown_as_a_code():
    """A stream without Chinese gets codes, never a crash and never a question mark for what was said."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    console = Console(stream, Mask(catalogue()))
    console.hear(Found(finding=finding()))
    stream.flush()
    assert rb"\u" in stream.buffer.getvalue()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=300), st.integers(20, 80), st.integers(0, 9))
@settings(max_examples=200, deadline=None)
def test_wrapping_loses_nothing_but_spaces(text, columns, indent):
    """Wrapped lines fit the columns and hold every sign of the text in order."""
    lines = wrap(text, columns, " " * indent)
    assert all(width(line) <= columns for line in lines)
    assert "".join(text.split()) == "".join("".join(lines).split())


@given(st.text(st.sampled_from("ab中文，（）1 "), max_size=40), st.integers(3, 30))
def test_fit_is_exact(text, columns):
    """A fitted text takes exactly the columns asked for."""
    assert columns == width(fit(text, columns))


def test_open_promises_are_grouped():
    """Two hundred untested promises with one reason are one entry, not two hundred lines."""
    many = [Cell(promise=promise(n), peer=PEER.name, outcome=Outcome.SKIPPED, reason="对端未开通") for n in range(200)]
    assert len(printed(made_up(many)).splitlines()) < 15 and "等 200 项" in printed(made_up(many))
