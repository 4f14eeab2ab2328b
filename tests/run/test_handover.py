"""A peer that takes files: what a run says of books that tell all, tell nonsense, tell nothing, or are not there; and of what stands in them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from kanhe.files.faults.all import fitting
from kanhe.model.event import Closed, Found, RunFinished
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.mask import Mask
from kanhe.run.booked import MISSING, MORE, OTHER_AMOUNT, TAKEN_WRONGLY, TWICE, compared
from kanhe.run.consignment import Handed
from kanhe.run.engine import Settings, verify
from kanhe.run.evidence import handed
from kanhe.run.live import live_lines
from kanhe.transport.doors import told
from tests import kept
from tests.files.bank import LAND, catalogue, contract, specimen

TAKEN = f"{LAND}:taken"
Ends = tuple[dict[str, Cell], list[Found], RunFinished]


def ends(tmp_path: Path, books: str, *, more: str = 'days = "20260101..20260103"') -> Ends:
    """How a run against a receiver ends whose books are told by a line of Python; '' = there is no way to ask for them."""
    (tmp_path / "in").mkdir(exist_ok=True)
    booked = f"booked = {{argv = {json.dumps([sys.executable, '-c', books])}}}" if books else ""
    (tmp_path / "kanhe.toml").write_text(f"""[target.bench]
[[target.bench.peer]]
name = "某财政"
family = "land_income"
role = "finance"
address = "folder:in"
settle_s = 0.01
{booked}
{more}
""", "utf-8")
    lines = live_lines(catalogue(), tmp_path / "kanhe.toml", "bench", money="bench" if books else "")
    events = list(verify(catalogue(), lines, Settings(target="bench", seed=7)))
    cells = {e.cell.promise.id: e.cell for e in events if isinstance(e, Closed)}
    return cells, [e for e in events if isinstance(e, Found)], next(e for e in events if isinstance(e, RunFinished))


def test_without_books_nothing_is_handed_over(tmp_path: Path) -> None:
    """Every promise is untried, none is green, and the folder stays empty."""
    cells, found, end = ends(tmp_path, "")
    assert {Outcome.SKIPPED} == {c.outcome for c in cells.values()} and "booked" in cells[TAKEN].reason
    assert ([], 4, []) == (found, end.exit_code, list((tmp_path / "in").iterdir()))


@pytest.mark.parametrize(("name", "books"), {
    "no-header": "print('1,2')", "amount": "print('payCode,amount\\n32060020260105000001,1.5')", "nothing": "pass",
    "no-csv": "print('payCode,amount\\n\"1')", "binary": "import sys; sys.stdout.buffer.write(b'\\xff')"}.items())
def test_books_that_cannot_be_read_are_one_located_message(tmp_path: Path, name: str, books: str) -> None:
    """Nothing is handed over; every promise is untried for the same reason, which says where and what would be right."""
    cells, found, end = ends(tmp_path, books)
    assert ({Outcome.SKIPPED}, [], 4) == ({c.outcome for c in cells.values()}, found, end.exit_code)
    (reason,) = {c.reason for c in cells.values()}
    kept.check(f"run_books/{name}", f"{reason}\n")
    assert [] == list((tmp_path / "in").iterdir())


@pytest.mark.parametrize("books", ["import sys; sys.exit(3)", "raise SystemExit('nein')"])
def test_books_that_are_not_told_are_not_reached(tmp_path: Path, books: str) -> None:
    """Nobody broke a promise."""
    cells, found, end = ends(tmp_path, books)
    assert ({Outcome.UNREACHED}, [], 3) == ({c.outcome for c in cells.values()}, found, end.exit_code)
    assert "退出码" in cells[TAKEN].reason


def test_a_receiver_that_books_nothing_is_told_once_and_not_handed_file_after_file(tmp_path: Path) -> None:
    """What it refuses it refuses rightly; the right file is missed; after three of them the rest stays untried."""
    cells, found, end = ends(tmp_path, "print('payCode,amount')", more='days = "20260101..20260131"')
    assert [TAKEN] == [f.finding.verdict.promise for f in found] and 1 == end.exit_code
    assert MISSING == found[0].finding.verdict.says and 4 > len({p.name for p in (tmp_path / "in").iterdir() if p.suffix == ".txt"})
    assert "接连" in next(c for c in cells.values() if c.outcome is Outcome.SKIPPED).reason


def test_rows_that_stand_in_the_books_already_are_not_judged(tmp_path: Path) -> None:
    """The very first file is not handed over where one of its rows is there: nobody could say which run brought it."""
    ends(tmp_path, "print('payCode,amount')")
    row = next(p for p in (tmp_path / "in").iterdir() if "0101" in p.name).read_bytes().split(b"\n")[1].decode("gbk").split("|")
    for path in (tmp_path / "in").iterdir():
        path.unlink()
    cells, found, _ = ends(tmp_path, f"print('payCode,amount\\n{row[2]},{row[5]}')")
    assert [] == found and {Outcome.SKIPPED} == {c.outcome for c in cells.values()} and row[2] in cells[TAKEN].reason
    assert [] == list((tmp_path / "in").iterdir())


def test_what_is_wrong_with_the_books() -> None:
    """A row of a spoiled file, a row that is not there, one that is there twice, one with another amount, one that nobody sent."""
    one = contract(LAND)
    fault = next(fitting(one))
    right = Counter({("1", "1.00"): 1, ("2", "2.00"): 1})
    file = Handed(name="f", data=b"", day="20260101", tells=right)
    bad = Handed(name="b", data=b"", day="20260101", tells=Counter({("3", "3.00"): 1}), spoiled=fault)
    said = [(file, right), (bad, right + bad.tells), (file, Counter({("1", "1.00"): 1})), (file, right + right),
            (file, Counter({("1", "1.01"): 1, ("2", "2.00"): 1})), (file, right + Counter({("9", "9.00"): 1}))]
    found = [compared(one, right, now, last) for last, now in said]
    assert [None, TAKEN_WRONGLY, MISSING, TWICE, OTHER_AMOUNT, MORE] == [w and w.says for w in found]
    kept.check("run_books/told", "".join(f"{w.says}：{w.told}\n" for w in found if w))


def test_private_values_of_a_named_row_are_masked() -> None:
    """The evidence shows the row; the payer's name in it is known to be private."""
    name, data = specimen(LAND)
    row = data.split(b"\n")[1].decode("gbk").split("|")
    shown = handed(contract(LAND), name, data, peer="某财政", rows=1, keys=[(row[2],)])
    text = shown.sent.body.decode("gbk")
    assert row[7] in text and row[7] not in Mask(catalogue()).text(text, shown)


def test_a_command_is_bounded_in_time_and_in_bytes() -> None:
    """One that does not end, one that leaves a child with its output behind, one that tells too much, one that is not there."""
    run = [sys.executable, "-c"]
    assert "没有完成" in told({"argv": [*run, "import time; time.sleep(60)"]}, {}, deadline_s=0.3)
    child = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); sys.exit(0)"
    assert "没有完成" in told({"argv": [*run, child]}, {}, deadline_s=1.0)
    assert "上限" in told({"argv": [*run, "print('x' * 1000)"]}, {}, most_bytes=100)
    assert "没有运行" in told({"argv": ["./nirgends"]}, {})
    assert b"land\n" == told({"argv": [*run, "print('{contract}')"]}, {"contract": "land"})
