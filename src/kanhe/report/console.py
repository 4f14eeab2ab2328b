"""The terminal: a few lines that end in the verdict. Plain when not a TTY, with NO_COLOR or TERM=dumb."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from typing import TextIO

from kanhe.model.event import Closed, Event, Found, Progress, RunFinished, RunStarted
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.words import NAMES, SIGNS, fit, verdict

COLOURS = {Outcome.KEPT: "32", Outcome.BROKEN: "31", Outcome.NOTED: "33", Outcome.UNREACHED: "35", Outcome.SKIPPED: "33", Outcome.HARNESS: "35"}
MOST_STEPS = 12


class Console:
    """Prints to one stream; result lines only, never a line per passing test."""

    def __init__(self, stream: TextIO, *, report: str = "", extra: Mapping[str, float] | None = None) -> None:
        self._stream, self._report, self._extra = stream, report, dict(extra or {})
        self._cells: list[Cell] = []
        self._seed = 0
        forced = bool(os.environ.get("FORCE_COLOR"))
        plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or not stream.isatty()
        self._colour = forced or not plain
        self._target = ""

    def hear(self, event: Event) -> None:
        """Print what the event is worth."""
        if isinstance(event, RunStarted):
            self._start(event)
        elif isinstance(event, Found):
            self._found(event)
        elif isinstance(event, Progress) and event.exchanges:
            self._say(f"  {fit(event.peer, 18)} {fit(event.phase, 16)} {event.exchanges:>6} 次往来 {event.seconds:>7.1f}s")
        elif isinstance(event, Closed):
            self._cells.append(event.cell)
        elif isinstance(event, RunFinished):
            self._finish(event)

    def close(self) -> None:
        """Nothing to release."""

    def _say(self, text: str) -> None:
        try:
            print(text, file=self._stream, flush=True)
        except UnicodeEncodeError:
            encoding = self._stream.encoding or "ascii"
            print(text.encode(encoding, "backslashreplace").decode(encoding), file=self._stream, flush=True)

    def _paint(self, outcome: Outcome, text: str) -> str:
        return f"\x1b[{COLOURS[outcome]}m{text}\x1b[0m" if self._colour else text

    def _start(self, event: RunStarted) -> None:
        self._seed = event.seed
        contracts = len({p.contract for _, p in event.planned})
        self._say(f"契约 {contracts} 项 × 对端 {len(event.peers)} 家 = 约定 {len(event.planned)} 条    种子 {event.seed}    预算 {event.budget_s:g}s")
        for peer in event.peers:
            self._say(f"  {fit(peer.name, 18)} 角色 {peer.role}    {peer.address}")

    def _found(self, event: Found) -> None:
        finding = event.finding
        told = finding.verdict
        self._say("")
        self._say(self._paint(Outcome.BROKEN, f"× [{told.promise}] {finding.peer} {told.contract}"))
        self._say(f"  {told.says}")
        if told.expected or told.actual:
            self._say(f"  应为 {told.expected}")
            self._say(f"  实为 {told.actual}" + (f"    在 {told.where}" if told.where else ""))
        for line in finding.steps[-MOST_STEPS:]:
            self._say(f"    {line}")
        self._say(f"  重跑 {finding.rerun}")

    def _finish(self, event: RunFinished) -> None:
        self._say("")
        for peer in dict.fromkeys(c.peer for c in self._cells):
            counts = Counter(c.outcome for c in self._cells if c.peer == peer)
            shown = "  ".join(self._paint(o, f"{SIGNS[o]}{NAMES[o]} {counts[o]}") for o in Outcome if counts[o])
            self._say(f" {fit(peer, 20)} {shown}")
        self._open_ends()
        phases = {**self._extra, **event.phases}
        if phases:
            self._say(" 用时 " + "  ".join(f"{name} {seconds:.1f}s" for name, seconds in phases.items()))
        word, why = verdict(event.counts, complete=event.complete, ended=True)
        worst = Outcome.KEPT if event.exit_code == 0 else Outcome.BROKEN
        self._say(self._paint(worst, f"结论 {word}：{why}"))
        self._say(f" {event.exchanges} 次往来，{event.seconds:.1f}s，种子 {self._seed}，退出码 {event.exit_code}"
                  + ("，被中断" if event.interrupted else ""))
        if self._report:
            self._say(f" 报告 {self._report}")

    def _open_ends(self) -> None:
        """Promises without a word of their own: at most ten lines, worst first."""
        rest = [c for o in (Outcome.HARNESS, Outcome.UNREACHED, Outcome.SKIPPED) for c in self._cells if c.outcome is o]
        for cell in rest[:10]:
            self._say(f" {SIGNS[cell.outcome]} [{cell.promise.id}] {cell.peer} {cell.promise.contract}：{cell.reason}")
        if len(rest) > 10:
            self._say(f"   其余 {len(rest) - 10} 项见报告")
