"""What has to be dealt with: each finding with what was expected, what happened, what was sent and received, and how to run it again."""

from __future__ import annotations

from html import escape

from kanhe.model.verdict import Cell, Finding
from kanhe.report.mask import Mask
from kanhe.report.meaning import facts_of
from kanhe.report.page_table import facts
from kanhe.report.wire_text import as_text, sides, telling
from kanhe.report.words import SIGNS, short

MOST_FINDINGS = 60
MOST_SIGNS = 2400


def block(number: int, cell: Cell, finding: Finding, mask: Mask) -> str:
    """One finding as HTML; every text passes the mask and is escaped."""
    told = finding.verdict

    def hide(text: str) -> str:
        return escape(mask.text(text, *finding.story))

    clause = " ".join(p for p in (cell.promise.clause, cell.promise.grade and f"（{cell.promise.grade} 级）") if p)
    known = facts((name, hide(text)) for name, text in (*facts_of(finding), ("依据", clause)))
    steps = "\n".join(hide(s) for s in finding.steps)
    return (
        f'<div class="finding {cell.outcome.value}"><h3>{number}. {SIGNS[cell.outcome]} [{escape(short(cell.promise))}] '
        f"{hide(cell.promise.says)}</h3>"
        f'<p class="label">对端 {escape(finding.peer)}　契约 {escape(told.contract)}　出现 {finding.times} 次</p>'
        f"{known}" + (f'<p class="label">经过</p><pre>{steps}</pre>' if steps else "")
        + _talk(finding, mask) + (f'<p class="label">重跑这一项</p><pre>{hide(finding.rerun)}</pre>' if finding.rerun else "") + "</div>")


def _talk(finding: Finding, mask: Mask) -> str:
    exchange = telling(finding)
    if exchange is None:
        return ""
    shown, charset = "", exchange.contract.party.wire.carrier
    for side in sides(exchange):
        text = mask.text(as_text(side, charset), exchange)
        more = f"\n…… 共 {len(text)} 字，全文见 Allure 报告" if len(text) > MOST_SIGNS else ""
        label = f"{side.title} {exchange.contract.operation} {exchange.contract.title}（{len(side.raw)} 字节）"
        shown += f'<div><p class="label">{escape(label)}</p><pre>{escape(text[:MOST_SIGNS] + more)}</pre></div>'
    if not exchange.inbound and exchange.received.reply is None and not exchange.received.raw:
        trouble = exchange.trouble.message if exchange.trouble else "无应答"
        shown += f'<div><p class="label">收到</p><pre>（无）{escape(mask.text(trouble, exchange))}</pre></div>'
    return f'<div class="talk">{shown}</div>'
