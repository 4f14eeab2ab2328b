"""`--json`: one document with the whole run; keys English, texts Chinese."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from kanhe.model.event import Closed, Event, RunFinished, RunStarted
from kanhe.model.verdict import Cell, Finding
from kanhe.report.mask import Mask
from kanhe.report.words import verdict


class Summary:
    """Gathers the run and hands its text to `write` when it is closed, finished or not."""

    def __init__(self, write: Callable[[str], object], mask: Mask) -> None:
        self._write, self._mask = write, mask
        self._started: RunStarted | None = None
        self._finished: RunFinished | None = None
        self._cells: list[Cell] = []

    def hear(self, event: Event) -> None:
        """Remember the event."""
        if isinstance(event, RunStarted):
            self._started = event
        elif isinstance(event, Closed):
            self._cells.append(event.cell)
        elif isinstance(event, RunFinished):
            self._finished = event

    def close(self) -> None:
        """Write the document."""
        self._write(json.dumps(self.document(), ensure_ascii=False, indent=1) + "\n")

    def document(self) -> dict[str, Any]:
        """The run as plain data."""
        end, start = self._finished, self._started
        counts = end.counts if end else {}
        word, why = verdict(counts, complete=bool(end and end.complete), ended=end is not None)
        return {
            "verdict": word, "why": why, "exit_code": end.exit_code if end else 4, "complete": bool(end and end.complete),
            "seed": start.seed if start else None, "planned": len(start.planned) if start else 0,
            "reported": sum(not c.beside for c in self._cells), "beside": sum(c.beside for c in self._cells),
            "missing": list(end.missing) if end else [], "counts": {o.value: n for o, n in counts.items()},
            "exchanges": end.exchanges if end else 0, "seconds": round(end.seconds, 3) if end else None,
            "phases": {k: round(v, 3) for k, v in end.phases.items()} if end else {},
            "catalogue": start.catalogue.digest if start else "",
            "cells": [self._cell(c) for c in self._cells],
            "findings": [self._finding(f) for c in self._cells for f in c.findings],
        }

    def _cell(self, cell: Cell) -> dict[str, Any]:
        return {"peer": cell.peer, "contract": cell.promise.contract, "promise": cell.promise.id,
                "says": self._mask.text(cell.promise.says), "level": cell.promise.level.value, "outcome": cell.outcome.value,
                "tried": cell.tried, "beside": cell.beside, "reason": self._mask.text(cell.reason)}

    def _finding(self, finding: Finding) -> dict[str, Any]:
        told = finding.verdict

        def hide(text: str) -> str:
            return self._mask.text(text, *finding.story)

        return {"peer": finding.peer, "contract": told.contract, "promise": told.promise, "says": hide(told.says),
                "where": hide(told.where), "expected": hide(told.expected), "actual": hide(told.actual),
                "steps": [hide(s) for s in finding.steps], "times": finding.times, "rerun": finding.rerun}
