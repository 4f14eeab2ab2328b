"""JUnit XML: one test case per cell; skipped, error and failure are kept apart, and a lost run is an error."""

from __future__ import annotations

from html import escape
from pathlib import Path

from kanhe.model.event import Closed, Event, RunFinished
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.file import write_whole
from kanhe.report.mask import Mask


class Junit:
    """Writes one file when it is closed."""

    def __init__(self, path: Path, mask: Mask) -> None:
        self._path, self._mask = path, mask
        self._cells: list[Cell] = []
        self._ended = False

    def hear(self, event: Event) -> None:
        """Remember cells and the end."""
        if isinstance(event, Closed):
            self._cells.append(event.cell)
        self._ended = self._ended or isinstance(event, RunFinished)

    def close(self) -> None:
        """Write the file."""
        cases = "\n".join(self._case(c) for c in self._cells)
        if not self._ended:
            cases += '\n<testcase classname="kanhe" name="run"><error message="运行没有走到结尾"/></testcase>'
        total = len(self._cells) + (not self._ended)
        bad = sum(c.outcome is Outcome.BROKEN for c in self._cells)
        errors = sum(c.outcome in (Outcome.UNREACHED, Outcome.HARNESS) for c in self._cells) + (not self._ended)
        skipped = sum(c.outcome is Outcome.SKIPPED for c in self._cells)
        write_whole(
            self._path, f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="kanhe" tests="{total}" failures="{bad}" '
            f'errors="{errors}" '
            f'skipped="{skipped}">\n{cases}\n</testsuite>\n')

    def _case(self, cell: Cell) -> str:
        name = escape(f"{cell.promise.contract}.{cell.peer}", quote=True)
        head = f'<testcase classname="{name}" name="{escape(self._mask.text(f"{cell.promise.id} {cell.promise.says}"), quote=True)}">'
        text = escape(self._mask.text(cell.reason), quote=True)
        if cell.outcome is Outcome.BROKEN:
            told = cell.findings[0].verdict
            says = self._mask.text(f"{told.says}：应为 {told.expected}，实为 {told.actual}", *cell.findings[0].story)
            again = escape(self._mask.text(cell.findings[0].rerun))
            return f'{head}<failure message="{escape(says, quote=True)}">{again}</failure></testcase>'
        if cell.outcome in (Outcome.UNREACHED, Outcome.HARNESS):
            return f'{head}<error message="{text}"/></testcase>'
        return f'{head}<skipped message="{text}"/></testcase>' if cell.outcome is Outcome.SKIPPED else f"{head}</testcase>"
