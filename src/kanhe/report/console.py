"""The terminal: a few lines that end in the verdict, none wider than 80 columns. Plain when not a TTY, with NO_COLOR or TERM=dumb."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from typing import TextIO

from kanhe.model.event import Closed, Event, Found, Progress, RunFinished, RunStarted
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.finding_text import lines
from kanhe.report.mask import Mask
from kanhe.report.words import NAMES, SIGNS, fit, short, verdict, width, wrap

COLOURS = {  # green, red, yellow, magenta, cyan, reversed red: six outcomes, six looks
    Outcome.KEPT: "32", Outcome.BROKEN: "31", Outcome.NOTED: "33", Outcome.UNREACHED: "35", Outcome.SKIPPED: "36", Outcome.HARNESS: "7;31",
}
COLUMNS = 80


class Console:
    """Prints to one stream; result lines only, never a line per passing test."""

    def __init__(self, stream: TextIO, mask: Mask, *, report: str = "", extra: Mapping[str, float] | None = None) -> None:
        self._stream, self._mask, self._report, self._extra = stream, mask, report, dict(extra or {})
        self._cells: list[Cell] = []
        self._seed = 0
        forced = bool(os.environ.get("FORCE_COLOR"))
        plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or not stream.isatty()
        self._colour = forced or not plain

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

    def _lines(self, text: str, indent: str = "", outcome: Outcome | None = None) -> None:
        for line in wrap(text, COLUMNS, indent):
            self._say(line if outcome is None else self._paint(outcome, line))

    def _paint(self, outcome: Outcome, text: str) -> str:
        return f"\x1b[{COLOURS[outcome]}m{text}\x1b[0m" if self._colour else text

    def _start(self, event: RunStarted) -> None:
        self._seed = event.seed
        contracts = len({p.contract for _, p in event.planned})
        self._lines(f"契约 {contracts} 项 × 对端 {len(event.peers)} 家 = 约定 {len(event.planned)} 条  "
                    f"种子 {event.seed}  每家预算 {event.budget_s:g}s")
        for peer in event.peers:
            self._lines(f"  {fit(peer.name, 18)} 角色 {fit(peer.role, 8)} {peer.address}", " " * 21)

    def _found(self, event: Found) -> None:
        finding = event.finding
        self._say("")
        self._lines(f"× [{finding.verdict.promise}] {finding.peer} {finding.verdict.contract}", "  ", Outcome.BROKEN)
        for line, indent in lines(finding, self._mask):
            if line.startswith("  重跑"):
                self._say(line)  # a command is copied whole: the terminal may wrap it, we do not
            else:
                self._lines(line, " " * indent)

    def _finish(self, event: RunFinished) -> None:
        self._say("")
        peers = list(dict.fromkeys(c.peer for c in self._cells))
        column = min(32, max((width(p) for p in peers), default=0))
        for peer in peers:
            counts = Counter(c.outcome for c in self._cells if c.peer == peer)
            shown = "  ".join(self._paint(o, f"{SIGNS[o]} {NAMES[o]} {counts[o]}") for o in Outcome if counts[o])
            self._say(f" {fit(peer, column)}  {shown}")
        self._open_ends()
        self._beside()
        phases = {**self._extra, **event.phases}
        if phases:
            self._lines(" 用时 " + "  ".join(f"{name} {seconds:.1f}s" for name, seconds in phases.items() if seconds >= 0.05), " " * 6)
        word, why = verdict(event.counts, complete=event.complete, ended=True)
        worst = Outcome.KEPT if event.exit_code == 0 else Outcome.BROKEN if event.counts.get(Outcome.BROKEN) else Outcome.SKIPPED
        self._lines(f"结论 {word}：{why}", " " * 5, worst)
        self._lines(f"{event.exchanges} 次往来，{event.seconds:.1f}s，种子 {self._seed}，退出码 {event.exit_code}"
                    + ("，被中断" if event.interrupted else ""))
        if self._report:
            self._say(f"报告 {self._report}")

    def _beside(self) -> None:
        """What was found on the way about promises that nobody planned to try."""
        found = [f"{c.peer} {c.promise.contract}:{short(c.promise)}" for c in self._cells if c.beside]
        if found:
            more = f" 等 {len(found)} 项" if len(found) > 6 else ""
            self._lines(f" 计划外另见（--only 没有挑中，途中看到，同样算数）：{'、'.join(found[:6])}{more}", "   ", Outcome.BROKEN)

    def _open_ends(self) -> None:
        """Promises without a word of their own, one line per peer and reason: worst first, at most ten lines."""
        groups: dict[tuple[Outcome, str, str], list[Cell]] = {}
        for outcome in (Outcome.HARNESS, Outcome.UNREACHED, Outcome.SKIPPED):
            for cell in self._cells:
                if cell.outcome is outcome:
                    groups.setdefault((outcome, cell.peer, cell.reason), []).append(cell)
        for (outcome, peer, reason), cells in list(groups.items())[:10]:
            which = " ".join(f"{c.promise.contract.rpartition('.')[2]}:{short(c.promise)}" for c in cells[:6])
            more = f" 等 {len(cells)} 项" if len(cells) > 6 else ""
            self._lines(f" {SIGNS[outcome]} {peer}：{self._mask.text(reason)}（{which}{more}）", "   ", outcome)
        if len(groups) > 10:
            self._say(f"   其余 {sum(map(len, list(groups.values())[10:]))} 项见报告")
