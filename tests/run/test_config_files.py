"""Peers that hand over files in kanhe.toml: every mistake is one located message."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kanhe.errors import ContractError
from kanhe.run.config_files import days_of
from kanhe.run.live import live_lines
from tests import kept
from tests.files.bank import catalogue

RIGHT = """\
[target.bench]
allow = ["127.0.0.1:22", "127.0.0.1:9001"]

[[target.bench.peer]]
name = "甲国库"
family = "land_income"
role = "treasury"
address = "folder:in"
days = "20260101..20260105"
members = ["0320600001"]

[[target.bench.peer]]
name = "乙行"
family = "deposit_notice"
role = "bank"
address = "sftp://127.0.0.1/out"
sftp = {user = "finance", host_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtY", password = "env:KANHE_TEST_WORD"}
"""
FOLDER, SFTP, HOST = 'address = "folder:in"', 'address = "sftp://127.0.0.1/out"', '"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtY"'
TAKES, DAYS = ('role = "treasury"', 'role = "finance"'), 'days = "20260101..20260105"'
BOOKED = (DAYS, f'{DAYS}\nbooked = {{argv = ["./books"]}}')
TABLE = RIGHT[RIGHT.index("sftp = {"):]
MISTAKES: dict[str, tuple[tuple[str, str], ...]] = {
    "folder-absent": ((FOLDER, 'address = "folder:inn"'),),
    "folder-absolute": ((FOLDER, 'address = "folder:///nirgends/in"'),),
    "folder-is-a-file": ((FOLDER, 'address = "folder:kanhe.toml"'),),
    "address-unknown": ((FOLDER, 'address = "ftp://127.0.0.1/out"'),),
    "address-of-messages": ((FOLDER, 'address = "tcp://127.0.0.1:9001"'), ('days = "20260101..20260105"\nmembers = ["0320600001"]\n', "")),
    "family-of-messages": (('family = "land_income"\nrole = "treasury"', 'family = "land_margin"\nrole = "bank"'),),
    "family-unknown": (('family = "land_income"', 'family = "land_incom"'),),
    "role-unknown": (('role = "treasury"', 'role = "treasurer"'),),
    "receiver-without-money": (TAKES, BOOKED),
    "receiver-not-allowed": (TAKES, (DAYS, f'{DAYS}\nbooked = {{http = "http://10.0.0.9:80/books"}}\nstimuli.import = {{http = "http://10.0.0.9:81/go"}}')),
    "receiver-no-folder": (TAKES, (FOLDER, 'address = "folder:inn"'), (DAYS, f'{DAYS}\nbooked = {{argv = ["./books"]}}')),
    "booked-of-a-sender": (BOOKED,),
    "booked-by-a-person": (TAKES, (DAYS, f'{DAYS}\nbooked = {{person = "请看账"}}')),
    "booked-two-ways": (TAKES, (DAYS, f'{DAYS}\nbooked = {{argv = ["./books"], http = "http://127.0.0.1:9001/books"}}')),
    "booked-misspelt": (TAKES, (DAYS, f'{DAYS}\nbooket = {{argv = ["./books"]}}')),
    "stimulus-unknown": (TAKES, (DAYS, f'{DAYS}\nstimuli.imports = {{argv = ["./go"]}}')),
    "settle-too-long": (TAKES, (DAYS, f"{DAYS}\nsettle_s = 3600")),
    "settle-a-text": (TAKES, (DAYS, f'{DAYS}\nsettle_s = "5s"')),
    "days-backwards": (("20260101..20260105", "20260105..20260101"),),
    "days-too-many": (("20260101..20260105", "20260101..20280101"),),
    "days-no-day": (("20260101..20260105", "20260101..20260199"),),
    "days-of-a-peer-that-speaks": ((FOLDER, 'address = "tcp://127.0.0.1:9001"'),),
    "members-a-number": (('["0320600001"]', "[320600001]"),),
    "members-not-a-list": (('["0320600001"]', '"0320600001"'),),
    "keys-of-messages": ((FOLDER, f'{FOLDER}\nlisten = "tcp://127.0.0.1:9002"'),),
    "sftp-in-a-folder": ((FOLDER, f'{FOLDER}\nsftp = {{user = "x"}}'),),
    "sftp-address": ((SFTP, 'address = "sftp://user@host/out"'),),
    "sftp-not-allowed": (('"127.0.0.1:22", ', ""),),
    "sftp-table-absent": ((TABLE, ""),),
    "sftp-not-a-table": ((TABLE, 'sftp = "finance"\n'),),
    "sftp-key-unknown": (("user = ", "usr = "),),
    "sftp-no-secret": ((', password = "env:KANHE_TEST_WORD"', ""),),
    "sftp-secret-written-out": (("env:KANHE_TEST_WORD", "geheim"),),
    "sftp-secret-absent": (("KANHE_TEST_WORD", "KANHE_TEST_NONE"),),
    "host-key-nonsense": ((HOST, '"SHA256:abc"'),),
    "host-key-absent": ((HOST, '"file:host.pub"'),),
}


@pytest.fixture(autouse=True)
def word(monkeypatch: pytest.MonkeyPatch) -> None:
    """The secret that the right configuration refers to."""
    monkeypatch.setenv("KANHE_TEST_WORD", "offen-gesagt")
    monkeypatch.delenv("KANHE_TEST_NONE", raising=False)
    pytest.importorskip("asyncssh", reason="the extra `files` is not installed")


def written(folder: Path, *edits: tuple[str, str]) -> Path:
    """The right configuration with texts replaced."""
    text = RIGHT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    (folder / "in").mkdir(parents=True)
    path = folder / "kanhe.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_right_file(tmp_path: Path) -> None:
    """Two lines; nothing is reached yet; the secret is one that is written nowhere."""
    first, second = live_lines(catalogue(), written(tmp_path), "bench")
    assert (("甲国库", True), ("乙行", True)) == tuple((line.peer.name, line.peer.files) for line in (first, second))
    assert 5 == len(first.link.wanted.days) and {"0320600001"} == first.link.wanted.members
    assert () == first.secrets and ("offen-gesagt",) == second.secrets
    assert ["甲国库"] == [line.peer.name for line in live_lines(catalogue(), tmp_path / "kanhe.toml", "bench", only="land_income.*")]


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_has_its_message(tmp_path: Path, name: str) -> None:
    """Place, what was found, what would be right, what to do next."""
    path = written(tmp_path, *MISTAKES[name])
    with pytest.raises(ContractError) as raised:
        live_lines(catalogue(), path, "bench")
    assert 2 == raised.value.exit_code and all(p.at.line for p in raised.value.problems)
    kept.check(f"run_files/{name}", str(raised.value).replace(str(tmp_path), "DIR") + "\n")


def test_a_receiver(tmp_path: Path) -> None:
    """The other role of a file contract: handed files with `--money`, its books and bell as they are said; without books nobody asks for it."""
    path = written(tmp_path / "a", TAKES, (DAYS, f'{DAYS}\nsettle_s = 5\nbooked = {{argv = ["./books", "{{contract}}"]}}\nstimuli.import = {{argv = ["./go"]}}'))
    line = live_lines(catalogue(), path, "bench", money="bench", only="land_income.*")[0]
    assert (True, True, 5.0, True, "", 5) == (line.peer.takes, line.link.told_to, line.link.settle_s, line.peer.files, line.link.why_not, len(line.link.days))
    line = live_lines(catalogue(), written(tmp_path / "b", TAKES), "bench", only="land_income.*")[0]
    assert line.peer.takes and "booked" in line.link.why_not


def test_no_snapshot_is_left_over_and_every_message_has_one() -> None:
    """Every stored text belongs to a mistake, and every literal message of the source is in one of them."""
    assert set(MISTAKES) == kept.stored("run_files")
    told = "\n".join((kept.FOLDER / "run_files" / f"{name}.txt").read_text("utf-8") for name in MISTAKES)
    source = Path(__file__).parents[2] / "src/kanhe/run/config_files.py"
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        called = getattr(getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", ""))
        if isinstance(node, ast.Call) and called in ("Problem", "blame") and len(node.args) > 1:
            said = node.args[1]
            parts = said.values if isinstance(said, ast.JoinedStr) else [said]
            if any(isinstance(p, ast.Constant) for p in parts):
                pattern = "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".*" for p in parts)
                assert re.search(pattern, told), (node.lineno, pattern)


@pytest.mark.parametrize(("text", "days"), [
    ("", ()), ("20260105", ("20260105",)), ("20251231..20260101", ("20251231", "20260101")), ("2026010５", None), ("20260105..", None),
    ("20260229", None), ("20260101..20260230", None), ("20260101..20270205", None), ("20260102..20260101", None)])
def test_days(text: str, days: tuple[str, ...] | None) -> None:
    """One day, or from one to another; what is no day is told, not taken."""
    assert days == days_of(text)
