"""The one-page verdict: one HTML file without script, made by Python alone, always. Prints on A4 with boxes to sign.

Order: conclusion, what has to be dealt with, matrix, what was not tested and why, environment.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

from kanhe import __version__
from kanhe.model.event import Closed, Event, RunFinished, RunStarted
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.file import write_whole
from kanhe.report.labels import name_of
from kanhe.report.mask import Mask
from kanhe.report.page_matrix import matrix
from kanhe.report.page_open import open_ends
from kanhe.report.page_table import facts
from kanhe.report.page_table import page as whole_page
from kanhe.report.page_todo import todo
from kanhe.report.words import NAMES, SIGNS, verdict, whose

MOODS = {"建议发布": "kept", "不建议发布": "broken", "有条件发布": "noted"}
UNENDED = "运行没有走到结尾：计划中没有结果的约定一律按未测到"
SIGNATURES = ('<h2>五、签署</h2><table class="sign"><tr>'
              + "".join(f"<td>{who}：<br>日期：</td>" for who in ("测试", "复核", "批准")) + "</tr></table>")


class Page:
    """Gathers the run and writes the page when it is closed; a run without an end says 未完成."""

    def __init__(self, path: Path, mask: Mask) -> None:
        self.path, self._mask = path, mask
        self.lost: tuple[str, ...] = ()  # what could not be written elsewhere: then this run has no verdict
        self._start: RunStarted | None = None
        self._end: RunFinished | None = None
        self._cells: list[Cell] = []

    def hear(self, event: Event) -> None:
        """Remember the event."""
        if isinstance(event, RunStarted):
            self._start = event
        elif isinstance(event, Closed):
            self._cells.append(event.cell)
        elif isinstance(event, RunFinished):
            self._end = event

    def close(self) -> None:
        """Write the file."""
        write_whole(self.path, self.html())

    def html(self) -> str:
        """The whole page."""
        counts, catalogue = Counter(c.outcome for c in self._cells), self._start.catalogue if self._start else None
        word, why = verdict(counts, complete=bool(self._end and self._end.complete), ended=self._end is not None, lost=bool(self.lost))
        missing = self._end.missing if self._end else (UNENDED,)
        parts = [self._conclusion(word, why), self._totals(counts), todo(self._cells, self._mask, self._name),
                 matrix(self._cells, catalogue), open_ends(self._cells, missing, self._mask, self._name), self._environment(), SIGNATURES]
        return whole_page(f"勘合结论：{word}", parts)

    def _name(self, contract: str) -> str:
        return name_of(self._start.catalogue if self._start else None, contract)

    def _conclusion(self, word: str, why: str) -> str:
        bad = list(dict.fromkeys((c.peer, c.promise.contract) for c in self._cells if c.outcome is Outcome.BROKEN))
        where = "、".join(whose(peer, self._name(contract)) for peer, contract in bad[:3]) + (f" 等 {len(bad)} 处" if len(bad) > 3 else "")
        gone = "、".join(dict.fromkeys(c.peer for c in self._cells if c.outcome is Outcome.UNREACHED))
        start, line = self._start, "运行没有开始"
        if start is not None:
            contracts = len({p.contract for _, p in start.planned})
            line = f"{start.started_at} 开始，契约 {contracts} 项 × 对端 {len(start.peers)} 家，种子 {start.seed}"
        told = "".join(f"<p>没有写全：{escape(text)}</p>" for text in self.lost[:10])
        said = f"{where}：{why}" if where else f"{gone}不可达：{why}" if gone else why
        return (f'<div class="verdict {MOODS.get(word, "skipped")}"><h1>{word}</h1><p><b>{escape(said)}。</b></p>{told}'
                f'<p class="small">{escape(line)}</p></div>')

    def _totals(self, counts: Counter[Outcome]) -> str:
        planned, beside = len(self._start.planned) if self._start else 0, sum(c.beside for c in self._cells)
        reported = len(self._cells) - beside
        judged = sum(counts[o] for o in (Outcome.KEPT, Outcome.NOTED, Outcome.BROKEN, Outcome.UNREACHED))
        good = counts[Outcome.KEPT] + counts[Outcome.NOTED]
        rate = f"{100 * good / judged:.1f} %" if judged else "—"
        tested = sum(counts[o] for o in (Outcome.KEPT, Outcome.NOTED, Outcome.BROKEN)) - beside
        shown = "".join(f'<li class="{o.value if counts[o] else "none"}">{SIGNS[o]} {NAMES[o]} <b>{counts[o]}</b></li>' for o in Outcome)
        shown += "".join(f"<li>{name} <b>{number}</b></li>" for name, number in (("计划", planned), ("已报告", reported)))
        shown += f"<li>计划外另见 <b>{beside}</b></li>" if beside else ""
        lost = "" if reported >= planned else (
            f'<p><b class="broken">计划 {planned} 项，只报告了 {reported} 项：未完成（INCOMPLETE）。</b></p>')
        return (f'<ul class="totals">{shown}</ul>{lost}<p class="small">守约率 {rate} =（守约＋提示）÷（守约＋提示＋不符＋不可达）；测到率 '
                f"{tested}/{planned or reported} = 测到的约定 ÷ 计划的约定。未测到不等于通过。</p>")

    def _environment(self) -> str:
        start, end = self._start, self._end
        rows = [("工具版本", f"kanhe {__version__}"), ("命令", start.command if start else ""), ("种子", str(start.seed) if start else ""),
                ("时间预算", f"{start.budget_s:g} 秒" if start else ""), ("契约摘要（SM3）", start.catalogue.digest if start else ""),
                ("往来次数", str(end.exchanges) if end else ""), ("用时", f"{end.seconds:.1f} 秒" if end else "")]
        rows += [(f"对端 {p.name}", f"角色 {p.role}　{p.address}　目标 {p.target}") for p in (start.peers if start else ())]
        told = facts((name, escape(self._mask.text(text))) for name, text in rows)
        return (f'<h2>四、环境与重跑</h2>{told}<p class="small">在同一目录执行上面的命令即可重跑全部；'
                "每处不符另附只重跑那一项的命令。</p>")
