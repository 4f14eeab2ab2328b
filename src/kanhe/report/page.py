"""The one-page verdict: one HTML file without script, made by Python alone, always. Prints on A4 with boxes to sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path

from kanhe import __version__
from kanhe.model.event import Closed, Event, RunFinished, RunStarted
from kanhe.model.verdict import Cell, Finding
from kanhe.model.words import Outcome
from kanhe.report.mask import Mask
from kanhe.report.words import NAMES, SIGNS, verdict

MOST_FINDINGS = 60
MOST_OPEN = 80
STYLE = """
body{font:14px/1.6 "Noto Sans CJK SC","Microsoft YaHei",SimSun,sans-serif;max-width:60em;margin:1.5em auto;padding:0 1em;color:#222}
h1{font-size:1.7em;margin:.2em 0}h2{font-size:1.15em;border-bottom:2px solid #999;margin-top:1.6em}
table{border-collapse:collapse;width:100%;margin:.5em 0}td,th{border:1px solid #bbb;padding:.2em .5em;text-align:left;vertical-align:top}
th{background:#eee}.bad{color:#a40000}.good{color:#1b6e1b}.open{color:#8a5a00}.num{text-align:right}
pre{background:#f5f5f5;border:1px solid #ddd;padding:.5em;white-space:pre-wrap;word-break:break-all;font-size:12px;margin:.3em 0}
.sign td{height:3.2em;width:33%}.small{color:#555;font-size:12px}
@media print{body{margin:0;max-width:none;font-size:11px}h2{page-break-after:avoid}.finding{page-break-inside:avoid}@page{size:A4;margin:14mm}}
"""


class Page:
    """Gathers the run and writes the page when it is closed; a run without an end says 未完成."""

    def __init__(self, path: Path, mask: Mask) -> None:
        self._path, self._mask = path, mask
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
        self._path.write_text(self.html(), encoding="utf-8")

    def html(self) -> str:
        """The whole page."""
        counts = Counter(c.outcome for c in self._cells)
        word, why = verdict(counts, complete=bool(self._end and self._end.complete), ended=self._end is not None)
        mood = "good" if word == "建议发布" else "bad" if word == "不建议发布" else "open"
        parts = [
            f'<h1 class="{mood}">{word}</h1><p><b>{escape(why)}</b></p>', self._totals(counts), self._findings(), self._open(),
            self._matrix(), self._environment(), _signatures(),
        ]
        return (f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
                f"<title>勘合结论：{word}</title><style>{STYLE}</style></head><body>{''.join(parts)}</body></html>\n")

    def _totals(self, counts: Counter[Outcome]) -> str:
        planned = len(self._start.planned) if self._start else 0
        judged = sum(counts[o] for o in (Outcome.KEPT, Outcome.NOTED, Outcome.BROKEN, Outcome.UNREACHED))
        good = counts[Outcome.KEPT] + counts[Outcome.NOTED]
        rate = f"{100 * good / judged:.1f} %" if judged else "—"
        tested = sum(counts[o] for o in (Outcome.KEPT, Outcome.NOTED, Outcome.BROKEN))
        cells = "".join(f"<td>{SIGNS[o]} {NAMES[o]}</td>" for o in Outcome)
        numbers = "".join(f'<td class="num">{counts[o]}</td>' for o in Outcome)
        return (f"<h2>一、结果</h2><table><tr>{cells}<td>计划</td><td>已报告</td></tr>"
                f'<tr>{numbers}<td class="num">{planned}</td><td class="num">{len(self._cells)}</td></tr></table>'
                f'<p class="small">守约率 {rate} =（守约＋提示）÷（守约＋提示＋不符＋不可达）；测到率 '
                f"{tested}/{planned or len(self._cells)} = 测到的约定 ÷ 计划的约定。未测到不等于通过。</p>")

    def _findings(self) -> str:
        found = [(c, f) for c in self._cells for f in c.findings]
        if not found:
            return "<h2>二、须处理</h2><p>无。</p>"
        shown = "".join(self._finding(i, c, f) for i, (c, f) in enumerate(found[:MOST_FINDINGS], 1))
        rest = f"<p>其余 {len(found) - MOST_FINDINGS} 项见 JSON 或 Allure 报告。</p>" if len(found) > MOST_FINDINGS else ""
        return f"<h2>二、须处理（{len(found)} 项）</h2>{shown}{rest}"

    def _finding(self, number: int, cell: Cell, finding: Finding) -> str:
        told = finding.verdict

        def hide(text: str) -> str:
            return escape(self._mask.text(text, *finding.story))

        steps = "\n".join(hide(s) for s in finding.steps)
        clause = " ".join(p for p in (cell.promise.clause, cell.promise.grade and f"（{cell.promise.grade} 级）") if p)
        return (
            f'<div class="finding"><p><b class="bad">{number}. × [{escape(told.promise)}] {escape(cell.promise.says)}</b><br>'
            f"{escape(finding.peer)}　{escape(told.contract)}　{escape(clause)}　出现 {finding.times} 次</p>"
            f"<table><tr><th>现象</th><td>{hide(told.says)}</td></tr><tr><th>应为</th><td>{hide(told.expected)}</td></tr>"
            f"<tr><th>实为</th><td>{hide(told.actual)}{'　在 ' + hide(told.where) if told.where else ''}</td></tr></table>"
            f"<pre>{steps}</pre><pre>{escape(finding.rerun)}</pre></div>")

    def _open(self) -> str:
        rest = [c for o in (Outcome.HARNESS, Outcome.UNREACHED, Outcome.SKIPPED, Outcome.NOTED) for c in self._cells if c.outcome is o]
        missing = list(self._end.missing) if self._end else ["运行没有走到结尾：计划中没有结果的约定一律按未测到"]
        if not rest and not missing:
            return "<h2>三、没有结论的约定与提示</h2><p>无。</p>"
        rows = "".join(
            f'<tr><td class="open">{SIGNS[c.outcome]} {NAMES[c.outcome]}</td><td>{escape(c.peer)}</td><td>{escape(c.promise.contract)}</td>'
            f"<td>[{escape(c.promise.id)}] {escape(c.promise.says)}</td><td>{escape(self._mask.text(c.reason))}</td></tr>"
            for c in rest[:MOST_OPEN])
        more = f"<p>其余 {len(rest) - MOST_OPEN} 项见 JSON 报告。</p>" if len(rest) > MOST_OPEN else ""
        lost = "".join(f"<p class='bad'>没有结果：{escape(m)}</p>" for m in missing[:20])
        return (f"<h2>三、没有结论的约定与提示（{len(rest)} 项）</h2><table><tr><th>结果</th><th>对端</th><th>契约</th><th>约定</th><th>原因</th></tr>"
                f"{rows}</table>{more}{lost}")

    def _matrix(self) -> str:
        """Interfaces x peers; a dash means that the peer does not take part in the interface."""
        peers = list(dict.fromkeys(c.peer for c in self._cells))
        titles = {c.id: c.title for c in self._start.catalogue.contracts.values()} if self._start else {}
        contracts = sorted({c.promise.contract for c in self._cells})
        rows = "".join(
            f"<tr><td>{escape(name)} {escape(titles.get(name, ''))}</td>"
            + "".join(f"<td>{_square([c for c in self._cells if c.promise.contract == name and c.peer == p])}</td>" for p in peers) + "</tr>"
            for name in contracts)
        head = "".join(f"<th>{escape(p)}</th>" for p in peers)
        return (f"<h2>四、接口 × 对端</h2><table><tr><th>接口</th>{head}</tr>{rows}</table>"
                '<p class="small">格内：守约数/约定数，其后为不符（×）、未测到（?）等；— 表示该对端不参加这一接口。</p>')

    def _environment(self) -> str:
        start, end = self._start, self._end
        rows = [("工具版本", f"kanhe {__version__}"), ("命令", start.command if start else ""), ("种子", str(start.seed) if start else ""),
                ("开始", start.started_at if start else ""), ("契约摘要（SM3）", start.catalogue.digest if start else ""),
                ("往来次数", str(end.exchanges) if end else ""), ("用时", f"{end.seconds:.1f} 秒" if end else "")]
        rows += [(f"对端 {p.name}", f"{p.role}　{p.address}　目标 {p.target}") for p in (start.peers if start else ())]
        body = "".join(f"<tr><th>{escape(k)}</th><td>{escape(self._mask.text(v))}</td></tr>" for k, v in rows)
        return f"<h2>五、环境</h2><table>{body}</table>"


def _square(cells: Iterable[Cell]) -> str:
    counts = Counter(c.outcome for c in cells)
    total = sum(counts.values())
    if not total:
        return "—"
    others = " ".join(f'<span class="{"bad" if o is Outcome.BROKEN else "open"}">{SIGNS[o]}{counts[o]}</span>'
                      for o in Outcome if o is not Outcome.KEPT and counts[o])
    return f'<span class="good">{counts[Outcome.KEPT]}</span>/{total} {others}'


def _signatures() -> str:
    return ('<h2>六、签署</h2><table class="sign"><tr><td>测试：<br>日期：</td><td>复核：<br>日期：</td><td>批准：<br>日期：</td></tr></table>')
