"""A rent office that shares no code with Kanhe and books the files that it is handed, judged by a contract that it wrote itself: no alarm on
the honest one, each planted defect found in its books. All that are planted, at several seeds: tests/quality/test_strangers.py."""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest

from kanhe.__main__ import main
from kanhe.model.event import Found
from kanhe.model.words import Outcome
from kanhe.run.engine import Settings, verify
from kanhe.run.live import live_lines
from tests.strangers import stand
from tests.strangers.names import OFFICE

SOME = ("sum-unchecked", "twice", "reads-part", "number-burnt", "splits-bytes")
"""A promise that a file breaks; the same file again; the arrival; a right file after a refused one; a right file as such."""


def first(config, *, seed, root=""):
    """The first finding."""
    lines = live_lines(stand.catalogue(stand.PARCELS), config, stand.TARGET, money=stand.TARGET)
    events = verify(stand.catalogue(stand.PARCELS), lines, Settings(seed=seed, target=stand.TARGET, root=root))
    return next(e.finding for e in events if isinstance(e, Found))


@pytest.mark.parametrize("defect", SOME)
def test_the_defect_is_found_under_a_right_name(defect, tmp_path):
    """The first finding names the promise, the file, and, where it was a spoiled one, how to make it again."""
    with stand.office(tmp_path, defect) as config:
        found = first(config, seed=20260101)
    assert found.verdict.promise == OFFICE[defect], found.verdict
    assert "RENT-2026" in found.verdict.where
    assert ("kanhe file make --contract millbrook.rents --fault" in found.steps[-1]) is not OFFICE[defect].endswith(":taken")


@pytest.mark.parametrize("rings", [True, False], ids=["told-to-look", "looks-by-itself"])
def test_the_honest_office_raises_no_alarm_and_the_run_is_complete(rings, tmp_path):
    """Every promise is tried and kept, whether it looks at its folder when it is told to or by itself."""
    with stand.office(tmp_path, rings=rings) as config:
        end, left = stand.whole_run(config, seed=7, budget_s=90, root=stand.PARCELS)
    assert [] == [f"{c.cell.promise.id} {c.cell.outcome} {c.cell.reason}" for c in left]
    assert (end.exit_code, end.complete) == (0, True)


def test_what_is_booked_already_is_not_handed_over_again(tmp_path):
    """A second run with the same days: nothing is judged, and the reason says to take other days; with other days all is kept."""
    with stand.office(tmp_path) as config:
        stand.whole_run(config, seed=7, budget_s=60, root=stand.PARCELS)
        end, left = stand.whole_run(config, seed=7, budget_s=60, root=stand.PARCELS)
        assert end.exit_code == 4 and {Outcome.SKIPPED} == {c.cell.outcome for c in left} and "days" in left[0].cell.reason
        config.write_text(config.read_text("utf-8") + 'days = "20270101..20270131"\n', "utf-8")
        end, left = stand.whole_run(config, seed=7, budget_s=60, root=stand.PARCELS)
        assert (end.exit_code, left) == (0, [])


def test_the_command_that_is_told_makes_the_same_file(tmp_path, capsys):
    """Byte for byte the one that the office was handed and should not have booked; and what it owed is said."""
    with stand.office(tmp_path, "no-trailer") as config:
        found = first(config, seed=7, root=str(stand.PARCELS))
    booked = (tmp_path / "in" / found.verdict.where.split()[-1]).read_bytes()
    words = shlex.split(found.steps[-1].partition("再做一份：kanhe ")[2])
    assert 0 == main([*words[:-1], str(tmp_path / "out")]) and "收方：整份拒收" in capsys.readouterr().out
    assert [booked] == [path.read_bytes() for path in (tmp_path / "out").iterdir()]


def test_files_are_handed_over_by_sftp(tmp_path):
    """The office looks at the folder of an SFTP server: it takes what is right and nothing else, and nobody sees a file before it is whole."""
    pytest.importorskip("asyncssh", reason="the extra `files` is not installed")
    from tests.transport import sshd

    with stand.office(tmp_path) as config, sshd.inbox(tmp_path / "in") as server:
        (tmp_path / "id").write_text(server.private_key)
        (tmp_path / "id").chmod(0o600)
        text = config.read_text("utf-8").replace('allow = ["', f'allow = ["127.0.0.1:{server.port}", "')
        text = text.replace("folder:in", f"sftp://127.0.0.1:{server.port}/")
        config.write_text(f'{text}sftp = {{user = "bank", host_key = "{server.host_key}", private_key = "file:id"}}\n'
                          'days = "20260101..20260103"\n', "utf-8")
        end, left = stand.whole_run(config, seed=7, budget_s=60, root=stand.PARCELS)
    assert ([], 0) == ([f"{c.cell.promise.id} {c.cell.reason}" for c in left], end.exit_code)


def test_the_contract_of_the_office_is_right():
    """`kanhe lint` has nothing to say about it."""
    lint = subprocess.run([sys.executable, "-m", "kanhe", "lint", "--root", str(stand.PARCELS)], capture_output=True, text=True, check=False)
    assert (lint.returncode, lint.stdout, "0 处问题，0 处提示" in lint.stderr) == (0, "", True), lint.stdout
