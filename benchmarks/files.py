"""Files of a million rows: checked in flat memory, reconciled in a few seconds; each in a process of its own, so that its memory counts.

The files are made here, row by row and without Kanhe's writer. The floor beside the check does no more than read, decode and split.

Processor seconds of a check of 10^6 rows, and MiB, two cores busy with other work (load 6 to 9):

                          rules row by row    rules over columns    texts matched all at once
    land_income           14.3, 59            11.1, 58              6.7, 61
    account_balance       24.1, 58            15.8, 58              10.0, 64
    deposit_notice        57.8, 106           26.4, 123             19.4 to 26.0, 136   (bar: 20 s, 200 MiB)

Side by side at load 8, 400,000 deposit notices: 11.9 s over columns, 8.8 s with texts matched all at once and rows put away in runs.
"""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.row import Row, row

MILLION = 1_000_000
NAMES = [f"南通市第{n}置业有限公司" for n in range(500)] + ["珅昞贸易（南通）有限公司", "旸镕堃置业"]
LAND, ACCOUNT, DEPOSIT = "land_income.daily", "account_balance.daily", "deposit_notice.daily"
CHECKED = """
import sys, time, resource
from pathlib import Path
from kanhe.contract.load import load
from kanhe.files.checking import check
catalogue, path = load(Path(sys.argv[1])), Path(sys.argv[3])
begun, cpu = time.perf_counter(), time.process_time()
report = check(catalogue.files[sys.argv[2]], path.name, path.open("rb"), parameters=catalogue.parameters)
wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
print(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, report.rows, report.kept)
"""
MATCHED = """
import sys, time, resource
from dataclasses import replace
from pathlib import Path
from kanhe.contract.load import load
from kanhe.model.file import Matching
from kanhe.model.reconcile import Match, Side
from kanhe.reconcile.run import reconcile
catalogue = load(Path(sys.argv[1]))
plan = catalogue.reconciliations["land_income"]
books = Side(name="ledger", title="books", charset="GBK", matching=Matching(key=("payCode",), amount="amount", serial="traNo", date="acctDate"))
plan = replace(plan, sides=(books, plan.side("file")))
begun, cpu = time.perf_counter(), time.process_time()
outcome = reconcile(plan, catalogue.files, {"ledger": [Path(sys.argv[3])], "file": [Path(sys.argv[2])]}, day="20260105")
wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
found = {m: t.keys for m, t in outcome.pairs[0].tallies.items()}
right = found[Match.EQUAL] == int(sys.argv[4]) - 2 and found[Match.AMOUNT] == found[Match.OURS] == found[Match.THEIRS] == 1
print(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, outcome.sides["file"][0], right)
"""


def rows(rounds: int) -> list[Row]:
    """The bars: 10^6 rows checked in 20 s and 200 MiB; 10^6 x 10^6 rows reconciled in 5 s and 1 GiB, parsing included."""
    rounds = max(1, min(rounds, 3))
    root = str(Path(__file__).parents[1] / "contracts")
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for contract, make in ((LAND, land), (ACCOUNT, account), (DEPOSIT, deposit)):
            path = make(place, MILLION)
            floor = min(split(path) for _ in range(rounds))
            runs = [measured(CHECKED, root, contract, str(path)) for _ in range(rounds)]
            note = f"{path.stat().st_size / 1e6:.0f} MB; CPU {min(r[1] for r in runs):.1f} s; read, decode and split alone {floor:.1f} s CPU"
            found += two(f"check {contract}, 10^6 rows", runs, 20, 200, note)
            if contract != LAND:
                path.unlink()
        path, books = place / LAND_NAME, ledger(place, MILLION)
        runs = [measured(MATCHED, root, str(path), str(books), str(MILLION)) for _ in range(rounds)]
        size = (path.stat().st_size + books.stat().st_size) / 1e6
        note = f"{size:.0f} MB of GBK, header, trailer, totals and SM3 judged too; CPU {min(r[1] for r in runs):.1f} s"
        found += two("reconcile 10^6 x 10^6 rows", runs, 5, 1024, note)
    return found


Run = tuple[float, float, float, str]
"""(wall seconds, CPU seconds, MiB, what is wrong: '' for nothing)."""


def two(what: str, runs: list[Run], seconds: float, mib: float, note: str) -> list[Row]:
    """The row of the time and the row of the memory."""
    fault = next((r[3] for r in runs if r[3]), "")
    return [row("files", what, [r[0] for r in runs], unit=" s", bar=seconds, note=note, fault=fault),
            row("files", f"{what}, memory", [r[2] for r in runs], unit=" MiB", bar=mib, fault=fault)]


def measured(program: str, *words: str) -> Run:
    """One run in a fresh process."""
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=600, check=False)
    cells = done.stdout.split()
    if done.returncode or len(cells) != 5:
        return 0.0, 0.0, 0.0, done.stderr[-300:] or "no answer"
    wrong = "" if cells[3:] == [str(MILLION), "True"] else f"rows and verdict {cells[3:]}"
    return float(cells[0]), float(cells[1]), float(cells[2]), wrong


def split(path: Path) -> float:
    """CPU seconds to read a file, decode it and split its lines and cells: what no checker in Python can do without."""
    begun = time.process_time()
    with path.open("rb") as file:
        for block in iter(lambda: file.readlines(1 << 20), []):
            with suppress(UnicodeDecodeError):
                [line.split("|") for line in b"".join(block).decode("gb18030").split("\n")]
    return time.process_time() - begun


# -- the files -----------------------------------------------------------------------------------------------------------


LAND_NAME = "LAND_IN_0320600001_20260105_01.txt"


def fen_of(number: int) -> int:
    """An amount for a row, the same wherever it is asked for."""
    return number * 7919 % 10**9 + 1


def yuan(fen: int) -> str:
    """Two decimals."""
    return f"{fen // 100}.{fen % 100:02d}"


def land(folder: Path, count: int) -> Path:
    """Land income, delimited GBK with header, trailer and digest."""
    total = sum(map(fen_of, range(count)))
    lines = (f"D|TR20260105{n:010d}|{32060020260000000000 + n}|1030148{('01', '02', '99')[n % 3]}|3|{yuan(fen_of(n))}|20260105|"
             f"{NAMES[n % len(NAMES)]}|HT3206002026{n:08d}\n" for n in range(count))
    return sealed(folder / LAND_NAME, f"H|20260105|{count}|{yuan(total)}\n", lines, "gbk", lambda d: f"T|{count}|{yuan(total)}|{d}\n")


def account(folder: Path, count: int) -> Path:
    """One account's statement, delimited GB18030 with CRLF, a balance after each row."""
    number, opening = "0010320600018888", 10**12
    balance, sums = opening, {"C": 0, "D": 0}

    def lines() -> Iterator[str]:
        nonlocal balance
        for n in range(count):
            flag, fen = "CD"[n % 2], fen_of(n)
            balance += fen if flag == "C" else -fen
            sums[flag] += fen
            second = n * 60_000 // count
            moment = f"{second // 3600:02d}{second // 60 % 60:02d}{second % 60:02d}"
            yield (f"B,{number},20260105,{moment},20260105{n:08d},{flag},{yuan(fen)},{yuan(balance)},6222021110000000006,"
                   f"{NAMES[n % len(NAMES)]},102306000125,房租,PZ{n:08d}\r\n")

    closing = opening + sum(fen_of(n) * (1 if n % 2 == 0 else -1) for n in range(count))
    head = f"A,313306000019,{number},南通市某局（预算专户）,2,20260105,{yuan(opening)},{yuan(closing)}\r\n"
    return sealed(folder / f"ACCT_313306000019_{number}_20260105.csv", head, lines(), "gb18030",
                  lambda d: f"Z,{count},{yuan(sums['D'])},{yuan(sums['C'])},{d.upper()}\r\n")


def deposit(folder: Path, count: int) -> Path:
    """Deposit notices, fixed width in GBK bytes, every third one a partial withdrawal of the one before."""
    path = folder / "DEPNOTICE_313306000019_20260105.dat"
    owner = "南通市财政局国库存款（二〇二六年第一期）".encode("gbk").ljust(80)
    with path.open("wb") as file:
        for n in range(count):
            drawn = n % 3 == 2
            certificate, fen = n - 1 if drawn else n, 50_000_000_00 + n
            left = fen - 1_000_000_00 if drawn else fen
            amount = 50_000_000_00 + n - 1 - left if drawn else fen
            head = (f"20260105313306000019{n + 1:08d}{'3' if drawn else '1'}06{'3206001' + f'{n:08d}'}{'0010320600018888':<22}"
                    f"{'0010320600018888':<22}{('3206002' + f'{n:08d}') if drawn else '':<15}{f'CD2026{certificate:08d}':<20}"
                    f"{f'CN2026{n:08d}' if drawn else '':<20}0 122026010520270105{yuan(amount):0>17}+001.750000{yuan(0):0>17}"
                    f"{yuan(left):0>17}{yuan(left):0>17}")
            file.write(head.encode() + owner + b"\n")
    return path


def sealed(path: Path, head: str, lines: Iterator[str], charset: str, tail: Callable[[str], str]) -> Path:
    """Header, rows, and a trailer with the digest of what is before it."""
    digest = hashlib.new("sm3")
    with path.open("wb") as file:
        for text in (head,):
            digest.update(text.encode(charset))
            file.write(text.encode(charset))
        for text in lines:
            data = text.encode(charset)
            digest.update(data)
            file.write(data)
        file.write(tail(digest.hexdigest()).encode(charset))
    return path


def ledger(folder: Path, count: int) -> Path:
    """Our books of the land income in another order, GBK: one amount differs, one row is missing, one is too many."""
    order = list(range(1, count))
    random.Random(1).shuffle(order)
    path = folder / "ledger.csv"
    with path.open("wb") as file:
        file.write(b"traNo,payCode,amount,acctDate,payer\n")
        for n in [*order, count]:
            fen = fen_of(n) + (n == 7)
            text = f"TR20260105{n:010d},{32060020260000000000 + n},{yuan(fen)},20260105,{NAMES[n % len(NAMES)]}\n"
            file.write(text.encode("gbk"))
    return path


if __name__ == "__main__":
    print(json.dumps([r.what for r in rows(1)]))
