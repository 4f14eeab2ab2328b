"""Whole processes as a person starts them: `kanhe --help`, `kanhe lint`, `kanhe verify`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.row import Row, row

ROOT = Path(__file__).parents[1] / "contracts"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as an installed program runs


def seconds(command: Sequence[str]) -> tuple[float, str]:
    """How long `kanhe` with these arguments takes from start to end, and its standard output."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "kanhe", *command], capture_output=True, text=True, check=False, cwd=ROOT.parent,
                          env=ENVIRONMENT)
    return time.monotonic() - began, done.stdout


def help_(rounds: int) -> list[Row]:
    """`kanhe --help`, against an interpreter that does nothing."""
    seconds(["--help"])
    ours, bare = [], []
    for _ in range(2 * rounds):
        ours.append(1000 * seconds(["--help"])[0])
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", ""], check=True)
        bare.append(1000 * (time.monotonic() - began))
    return [row("help", "kanhe --help", ours, unit=" ms", bar=150, note=f"python that does nothing: {sorted(bare)[rounds]:.0f} ms")]


def lint(rounds: int) -> list[Row]:
    """`kanhe lint` of the whole catalogue."""
    said = seconds(["lint"])[1].strip().rpartition("\n")[2]
    return [row("lint", "kanhe lint of the catalogue", [seconds(["lint"])[0] for _ in range(rounds)], unit=" s", bar=1, note=said)]


def verify(rounds: int) -> list[Row]:
    """`kanhe verify` of every family with its report, once: it takes as long as its budget allows."""
    with tempfile.TemporaryDirectory() as out:
        spent, said = seconds(["verify", "--json", "--out", out])
    run = json.loads(said)
    phases = ", ".join(f"{name} {spent_s:.1f}" for name, spent_s in run["phases"].items())
    note = f"exit {run['exit_code']}, {run['reported']} promises, {run['exchanges']} exchanges; phases in s: {phases}; " \
           f"start and report {spent - run['seconds']:.1f}"
    return [row("verify", "kanhe verify of both families with report", [spent], unit=" s", bar=60, note=note,
                fault="" if run["exit_code"] == 0 else f"{run['verdict']}: {run['why']}")]
