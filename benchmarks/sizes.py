"""How big the source is: the median file, the longest function, cycles of imports."""

from __future__ import annotations

import ast
import graphlib
import statistics
from pathlib import Path

import grimp

from benchmarks.row import Row, row

HOME = Path(__file__).parents[1]


def sources(rounds: int) -> list[Row]:
    """Counted, not timed."""
    paths = [*(HOME / "src").rglob("*.py"), *(HOME / "simulators").rglob("*.py")]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    longest = max(node.end_lineno - node.lineno + 1 for text in texts for node in ast.walk(ast.parse(text))
                  if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    lines = [len(text.splitlines()) for text in texts]
    note = f"{len(paths)} files, longest {max(lines)}"
    return [
        row("sizes", "median source file", [statistics.median(lines)], unit=" lines", bar=150, note=note),
        row("sizes", "longest function", [longest], unit=" lines", bar=70),
        row("sizes", "import cycles", [cycles()], unit="", bar=0),
    ]


def cycles() -> int:
    """1 when modules import each other in a circle, else 0."""
    graph = grimp.build_graph("kanhe", "simulators")
    order = graphlib.TopologicalSorter({m: graph.find_modules_directly_imported_by(m) for m in graph.modules})
    try:
        order.prepare()
    except graphlib.CycleError as error:
        print(f"import cycle: {' -> '.join(error.args[1])}")
        return 1
    return 0
