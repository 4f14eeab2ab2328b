"""`python -m benchmarks`: every figure of the table of goals, measured now, with its bar.

Rates are compared with a bare floor that runs in alternation (ours, floor, ours, floor …), because a machine is never alone;
figures per core are divided by CPU seconds, not by the clock on the wall.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks import exchanges, files, generate, hostile, processes, servers, sizes
from benchmarks.row import Row, table

ROWS: dict[str, Callable[[int], Sequence[Row]]] = {
    "help": processes.help_, "lint": processes.lint, "memory-exchanges": exchanges.in_memory, "tcp-exchanges": exchanges.over_tcp,
    "tcp-server": servers.tcp, "http-server": servers.http, "hostile": hostile.replies, "verify": processes.verify, "sizes": sizes.sources,
    "generate": generate.rows, "files": files.rows,
}


def main() -> int:
    """Measure what was asked for; 0 when every bar was reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(ROWS), help="measure this alone (may be repeated)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each figure is taken (default 5)")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    args = parser.parse_args()
    rows: list[Row] = []
    for name in args.only or ROWS:
        began = time.monotonic()
        rows += ROWS[name](max(1, args.rounds))
        print(f"{name}: {time.monotonic() - began:.1f} s", file=sys.stderr)
    if args.json:
        told = [{**dataclasses.asdict(one), "reached": one.reached} for one in rows]
        print(json.dumps({"machine": machine(), "rounds": args.rounds, "rows": told}, ensure_ascii=False, indent=1))
    else:
        print(f"{machine()}; {args.rounds} rounds\n{table(rows)}")
    return 0 if all(one.reached for one in rows) else 1


def machine() -> str:
    """What it was measured on."""
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"


if __name__ == "__main__":
    sys.exit(main())
