"""The one-page verdict: one HTML file without script, made by Python alone, always. Prints on A4 with boxes to sign.

Order: conclusion, findings with what was sent and received, matrix, what was not tested and why, environment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from html import escape
from pathlib import Path

from kanhe import __version__
from kanhe.model.event import Closed, Event, RunFinished, RunStarted
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.file import write_whole
from kanhe.report.mask import Mask
from kanhe.report.page_findings import MOST_FINDINGS, block
from kanhe.report.page_style import STYLE
from kanhe.report.words import NAMES, SIGNS, UNWELCOME, short, verdict

MOST_OPEN = 80
MOODS = {"建议发布": "good", "不建议发布": "bad"}


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
        counts = Counter(c.outcome for c in self._cells)
        word, why = verdict(counts, complete=bool(self._end and self._end.complete), ended=self._end is not None,
                            lost=bool(self.lost))
        parts = [self._conclusion(word, why), self._totals(counts), self._findings(), self._matrix(), self._open(), self._environment(),
                 _signatures()]
        return (f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
                f'<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">'
                f"<title>勘合结论：{word}</title><style>{STYLE}</style></head><body>{''.join(parts)}</body></html>\n")

    def _hide(self, text: str) -> str:
        return escape(self._mask.text(text))

    def _name(self, contract: str) -> str:
        known = self._start.catalogue.contracts.get(contract) if self._start else None
        return f"{known.operation} {known.title}" if known else contract

    def _conclusion(self, word: str, why: str) -> str:
        bad = list(dict.fromkeys((c.peer, c.promise.contract) for c in self._cells if c.outcome is Outcome.BROKEN))
        whose = "、".join(f"{peer}的 {self._name(contract)}" for peer, contract in bad[:3]) + (f" 等 {len(bad)} 处" if len(bad) > 3 else "")
        start = self._start
        line = (f"{start.started_at} 开始，契约 {len({p.contract for _, p in start.planned})} 项 × 对端 {len(start.peers)} 家，种子 {start.seed}"
                if start else "运行没有开始")
        return (f'<div class="verdict {MOODS.get(word, "open")}"><h1>{word}</h1><p><b>{escape(whose + "：" if whose else "")}'
                f'{escape(why)}。</b></p><p class="small">{escape(line)}</p></div>')

    def _totals(self, counts: Counter[Outcome]) -> str:
        planned = len(self._start.planned) if self._start else 0
        judged = sum(counts[o] for o in (Outcome.KEPT, Outcome.NOTED, Outcome.BROKEN, Outcome.UNREACHED))
        good = counts[Outcome.KEPT] + counts[Outcome.NOTED]
        rate = f"{100 * good / judged:.1f} %" if judged else "—"
        tested = sum(counts[o] for o in (Outcome.KEPT, Outcome.NOTED, Outcome.BROKEN))
        boxes = [(f"{SIGNS[o]} {NAMES[o]}", counts[o]) for o in Outcome] + [("计划", planned), ("已报告", len(self._cells))]
        shown = "".join(f"<li{'' if number else ' class=none'}>{name} <b>{number}</b></li>" for name, number in boxes)
        lost = f"<p><b class=bad>计划 {planned} 项，只报告了 {len(self._cells)} 项：未完成（INCOMPLETE）。</b></p>" if len(
            self._cells) < planned else ""
        return (f'<ul class="totals">{shown}</ul>{lost}<p class="small">守约率 {rate} =（守约＋提示）÷（守约＋提示＋不符＋不可达）；测到率 '
                f"{tested}/{planned or len(self._cells)} = 测到的约定 ÷ 计划的约定。未测到不等于通过。</p>")

    def _findings(self) -> str:
        found = [(c, f) for o in (Outcome.BROKEN, Outcome.NOTED) for c in self._cells if c.outcome is o for f in c.findings]
        shown = "".join(block(i, c, f, self._mask) for i, (c, f) in enumerate(found[:MOST_FINDINGS], 1)) or "<p>无。</p>"
        rest = f"<p>其余 {len(found) - MOST_FINDINGS} 处见 summary.json 或 Allure 报告。</p>" if len(found) > MOST_FINDINGS else ""
        count = f"（{len({id(c) for c, _ in found})} 项约定，{len(found)} 处）" if found else ""
        return f"<h2>一、须处理{count}</h2>{shown}{rest}"

    def _matrix(self) -> str:
        """Interfaces x peers, one table per family."""
        grid: dict[str, dict[str, dict[str, list[Cell]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        for cell in self._cells:
            known = self._start.catalogue.contracts.get(cell.promise.contract) if self._start else None
            grid[known.party.title if known else "跨接口流程"][cell.promise.contract][cell.peer].append(cell)
        tables = "".join(self._table(family, rows) for family, rows in grid.items())
        return (f'<h2>二、接口 × 对端</h2>{tables or "<p>无。</p>"}<p class="small">格内：守约数/约定数，其后为不符（×）、未测到（?）、'
                "不可达（!）、本方故障（※）、提示（△）的数目；— 表示该对端不参加这一接口。</p>")

    def _table(self, family: str, rows: dict[str, dict[str, list[Cell]]]) -> str:
        peers = list(dict.fromkeys(p for row in rows.values() for p in row))
        head = "".join(f"<th>{escape(p)}</th>" for p in peers)
        body = "".join(f"<tr><td>{escape(self._name(name))}</td>{''.join(_square(row.get(p, ())) for p in peers)}</tr>"
                       for name, row in sorted(rows.items()))
        return f'<h3>{escape(family)}</h3><div class="wide"><table><tr><th>接口</th>{head}</tr>{body}</table></div>'

    def _open(self) -> str:
        rest = [c for o in UNWELCOME for c in self._cells if c.outcome is o and not c.findings]
        missing = list(self._end.missing) if self._end else ["运行没有走到结尾：计划中没有结果的约定一律按未测到"]
        lost = "".join(f"<p><b class=bad>没有结果：{escape(m)}</b></p>" for m in missing[:20])
        groups: dict[tuple[Outcome, str], list[Cell]] = defaultdict(list)
        for cell in rest[:MOST_OPEN]:
            groups[cell.outcome, cell.reason].append(cell)
        lists = "".join(
            f'<h3>{SIGNS[outcome]} {NAMES[outcome]}（{len(cells)} 项）：{self._hide(reason)}</h3><ul class="plain">'
            + "".join(f"<li>{escape(c.peer)}　{escape(self._name(c.promise.contract))}　[{escape(short(c.promise))}] "
                      f"{self._hide(c.promise.says)}</li>" for c in cells) + "</ul>"
            for (outcome, reason), cells in groups.items())
        more = f"<p>其余 {len(rest) - MOST_OPEN} 项见 summary.json。</p>" if len(rest) > MOST_OPEN else ""
        return f"<h2>三、没有测到的与提示{f'（{len(rest)} 项）' if rest else ''}</h2>{lists}{more}{lost}{'' if lists or lost else '<p>无。</p>'}"

    def _environment(self) -> str:
        start, end = self._start, self._end
        rows = [("工具版本", f"kanhe {__version__}"), ("命令", start.command if start else ""), ("种子", str(start.seed) if start else ""),
                ("时间预算", f"{start.budget_s:g} 秒" if start else ""), ("契约摘要（SM3）", start.catalogue.digest if start else ""),
                ("往来次数", str(end.exchanges) if end else ""), ("用时", f"{end.seconds:.1f} 秒" if end else "")]
        rows += [(f"对端 {p.name}", f"角色 {p.role}　{p.address}　目标 {p.target}") for p in (start.peers if start else ())]
        body = "".join(f"<tr><th>{escape(k)}</th><td>{self._hide(v)}</td></tr>" for k, v in rows if v)
        return f'<h2>四、环境与重跑</h2><table class="facts">{body}</table><p class="small">在同一目录执行上面的命令即可重跑全部；每处不符另附只重跑那一项的命令。</p>'


def _square(cells: Sequence[Cell]) -> str:
    counts = Counter(c.outcome for c in cells)
    if not cells:
        return "<td>—</td>"
    mood = "bad" if counts[Outcome.BROKEN] else "good" if counts[Outcome.KEPT] == len(cells) else "open"
    others = " ".join(f"{SIGNS[o]}{counts[o]}" for o in Outcome if o is not Outcome.KEPT and counts[o])
    return f'<td class="{mood}">{counts[Outcome.KEPT]}/{len(cells)}{f"　<b>{others}</b>" if others else ""}</td>'


def _signatures() -> str:
    return ('<h2>五、签署</h2><table class="sign"><tr><td>测试：<br>日期：</td><td>复核：<br>日期：</td><td>批准：<br>日期：</td></tr></table>')
