"""Replies that want all our memory or all our time; each is called once by a fresh process (see tests/transport)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.row import Row, row
from tests.transport import growth, hostile
from tests.transport.test_hostile import GROWTH, HTTP, TCP

KINDS = {
    "endless": ["tcp endless after a frame", "http chunked endless", "http body without end", "http header flood"],
    "dripping": [], "200k deep": ["http deep json", "http deep xml", "tcp deep json", "tcp deep xml"],
    "gzip bomb": ["http gzip bomb", "http gzip bomb in chunks"],
}
DRIPS = {"tcp drip": ("tcp", TCP["drip"][0], 1, "none"), "http drip": ("http", HTTP["drip"][0], 1, "none")}


def replies(rounds: int) -> list[Row]:
    """The worst growth and the worst delay beyond the deadline of each kind of reply."""
    rows = []
    for kind, names in KINDS.items():
        cases = DRIPS if kind == "dripping" else {name: GROWTH[name] for name in names}
        grown, beyond = [], []
        for _ in range(rounds):
            told = {name: _call(*case) for name, case in cases.items()}
            grown.append(max(one["grown"] / 1024 for one in told.values()))
            beyond.append(max(1000 * (one["seconds"] - cases[name][2]) for name, one in told.items()))
        note = f"worst of {', '.join(cases)}"
        rows.append(row("hostile", f"memory against a reply that is {kind}", grown, unit=" MiB", bar=32, note=note))
        rows.append(row("hostile", f"... ended beyond the deadline ({kind})", beyond, unit=" ms", bar=250))
    return rows


def _call(kind: str, script: hostile.Script, deadline_s: float, codec: str) -> dict[str, float]:
    with hostile.hostile(script) as port:
        done = subprocess.run([sys.executable, str(Path(growth.__file__)), kind, str(port), str(deadline_s), codec],
                              capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)
