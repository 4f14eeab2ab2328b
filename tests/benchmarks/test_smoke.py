"""The benchmarks start: nothing is timed here, only the way to a figure is walked once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_one_row_is_measured_and_told() -> None:
    """`python -m benchmarks --only help --rounds 1` gives one figure in one JSON document, with its bar."""
    done = subprocess.run([sys.executable, "-m", "benchmarks", "--only", "help", "--rounds", "1", "--json"], capture_output=True, text=True,
                          cwd=ROOT, timeout=60, check=False)
    row, = json.loads(done.stdout)["rows"]
    assert row["name"] == "help" and row["bar"] == 150 and 0 < row["low"] <= row["value"] <= row["high"]
    assert done.returncode == (0 if row["reached"] else 1), done.stderr
