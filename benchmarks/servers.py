"""`kanhe serve` under load, in alternation with a bare floor that gets the same requests: what share of the floor's rate is left.

The simulator does all that it always does: decode, validate, rules, book, compose, encode. Load comes from a process of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import requests
from benchmarks.row import Row, row

ROOT = Path(__file__).parents[1] / "contracts"
SECONDS = 1.5
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Server:
    """A process that listens. cpu_us: CPU microseconds per request, one figure per round; rates: requests per second."""

    process: subprocess.Popen[str]
    port: int
    rates: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    fault: str = ""
    sent: int = 0

    def cpu(self) -> float:
        """CPU seconds used so far, all threads, user and system."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


@contextlib.contextmanager
def serving(*command: str) -> Iterator[Server]:
    """A server for the length of a block; it says `ready … address=…://HOST:PORT`."""
    process = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, cwd=ROOT.parent)
    try:
        line = process.stdout.readline()
        found = re.search(r"address=\w+://127\.0\.0\.1:([0-9]+)", line)
        if found is None:
            raise SystemExit(f"{command} did not start: {line!r}")
        yield Server(process, int(found[1]))
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def press(server: Server, kind: str, *, file: Path, wanted: str, seconds: float = SECONDS) -> None:
    """One round of load on one server."""
    before = server.cpu()
    done = subprocess.run([sys.executable, "-m", "benchmarks.load", kind, str(server.port), str(seconds), str(file), str(server.sent),
                           wanted], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    told = json.loads(done.stdout)
    server.sent += told["count"] + 1000
    server.rates.append(told["count"] / told["seconds"])
    server.cpu_us.append(1e6 * (server.cpu() - before) / max(1, told["count"]))
    if told["good"] != told["count"] or not told["count"]:
        server.fault = f"{told['count'] - told['good']} of {told['count']} replies were not what was wanted: {told['sample'][:300]}"


def compare(ours: Server, floor: Server, kind: str, *, files: Sequence[Path], wanted: str, rounds: int) -> None:
    """Rounds in alternation, after one round each that does not count. files: one for all rounds, or one per round."""
    for number in range(rounds + 1):
        file = files[number % len(files)]
        press(ours, kind, file=file, wanted=wanted, seconds=SECONDS if number else 0.3)
        press(floor, kind, file=file, wanted="", seconds=SECONDS if number else 0.3)
        if not number:
            ours.rates.clear(), ours.cpu_us.clear(), floor.rates.clear(), floor.cpu_us.clear()


def share(name: str, what: str, *, ours: Server, floor: Server, bar: float) -> Row:
    """The row of a comparison, by pairs: our requests per CPU second in percent of the floor's. On a machine that does nothing else
    that is the ratio of the rates; where others want the cores too, rates flatter the slower server."""
    rates = 100 * statistics.median(o / f for o, f in zip(ours.rates, floor.rates, strict=True))
    note = f"CPU {statistics.median(ours.cpu_us):.0f} against {statistics.median(floor.cpu_us):.0f} µs per request; on the wall " \
           f"{statistics.median(ours.rates):,.0f} of {statistics.median(floor.rates):,.0f} requests/s = {rates:.0f} %"
    values = [100 * f / o for o, f in zip(ours.cpu_us, floor.cpu_us, strict=True)]
    return row(name, what, values, unit="%", bar=bar, at_most=False, note=note, fault=ours.fault or floor.fault)


@contextlib.contextmanager
def roots() -> Iterator[tuple[Path, Path]]:
    """A folder to write in, and a copy of the contracts with what a long run needs: a million numbers for sub-accounts, and the
    personnel family a second time without its seal."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "contracts"
        shutil.copytree(ROOT, root)
        party = root / "banks/land_margin/party.yaml"
        party.write_text(party.read_text(encoding="utf-8").replace('numbers: "10000"', 'numbers: "999999"'), encoding="utf-8")
        yield Path(name), root


def tcp(rounds: int) -> list[Row]:
    """Sub-accounts are opened at the bank, each for another bidder."""
    with roots() as (folder, root):
        request, reply = requests.opening(root)
        (folder / "request").write_bytes(request)
        (folder / "reply").write_bytes(reply)
        xsd = str(root / "banks/land_margin/margin.xsd")
        with serving("kanhe", "serve", "land_margin", "--role", "bank", "--root", str(root)) as ours, \
                serving("benchmarks.floors", "tcp", xsd, str(folder / "reply")) as floor:
            compare(ours, floor, "tcp", files=[folder / "request"], wanted="<Result>00</Result>" if rounds else "", rounds=rounds)
        what = f"simulator over TCP / floor (G00003, {len(request)} bytes)"
        return [share("tcp-server", what, ours=ours, floor=floor, bar=60)]


def http(rounds: int) -> list[Row]:
    """People are reported to the bureau, each another one; without the seal, and with it."""
    rows = []
    for sealed in (False, True):
        with roots() as (folder, root):
            if not sealed:
                requests.unseal(root)
            made, reply = requests.syncs(root, sealed=sealed, batches=rounds + 1)
            files = [folder / f"request{number}" for number in range(len(made))]
            for file, data in zip(files, made, strict=True):
                file.write_bytes(data)
            (folder / "reply").write_bytes(reply)
            with serving("kanhe", "serve", "personnel", "--role", "bureau", "--root", str(root)) as ours, \
                    serving("benchmarks.floors", "http", str(folder / "reply")) as floor:
                compare(ours, floor, "http", files=files, wanted='"accepted":1,', rounds=rounds)
            name = "simulator over HTTP / bare ASGI (sync, " + ("SM2-signed)" if sealed else "unsigned)")
            rows.append(share("http-server", name, ours=ours, floor=floor, bar=0 if sealed else 50))
    return rows
