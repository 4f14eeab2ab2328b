"""One place in the simulators knows the real clock; everything else asks the simulator's own."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "src/kanhe/simulate/wall.py"
SOURCES = sorted([*(ROOT / "simulators").rglob("*.py"), *(ROOT / "src/kanhe/simulate").rglob("*.py")])
TELLERS = {"now", "utcnow", "today", "fromtimestamp", "localtime", "gmtime", "monotonic", "perf_counter", "sleep", "time_ns"}


def clock_reads(tree: ast.AST) -> list[str]:
    """What in a module could look at the real clock or wait by it: imports of time, asyncio, sched; calls like datetime.now()."""
    found = []
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [name for name in names if name.split(".")[0] in ("time", "asyncio", "sched")]
        if isinstance(node, ast.Attribute) and node.attr in TELLERS and isinstance(node.value, ast.Name):
            if node.value.id in ("datetime", "date", "time"):
                found.append(f"{node.value.id}.{node.attr}")
    return found


def test_nothing_in_the_simulators_reads_the_real_clock():
    """No time, sleep or now outside the one place; that place does read it, so the search finds what it looks for."""
    assert [HOME] == [path for path in SOURCES if clock_reads(ast.parse(path.read_text(encoding="utf-8")))]


def test_simulators_open_no_socket():
    """No file under simulators/ imports socket or random: worlds are pure, choices come from the run's seed."""
    for path in (ROOT / "simulators").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"socket", "random"} & {name.split(".")[0] for name in names}, path
