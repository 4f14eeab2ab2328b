"""What has to be dealt with first: breaches, peers out of reach, faults of ours, binding promises that nothing tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from kanhe.model.verdict import Cell
from kanhe.model.words import Level, Outcome
from kanhe.report.mask import Mask
from kanhe.report.page_findings import MOST_FINDINGS, block
from kanhe.report.page_table import facts
from kanhe.report.words import SIGNS, whose

Named = Callable[[str], str]


def todo(cells: Sequence[Cell], mask: Mask, name: Named) -> str:
    """The section as HTML."""
    found = [(c, f) for o in (Outcome.BROKEN, Outcome.NOTED) for c in cells if c.outcome is o for f in c.findings]
    blocks = [block(i, c, f, mask) for i, (c, f) in enumerate(found[:MOST_FINDINGS], 1)]
    if len(found) > MOST_FINDINGS:
        blocks.append(f"<p>其余 {len(found) - MOST_FINDINGS} 处见 summary.json 或 Allure 报告。</p>")
    others = list(_others(cells, mask, name))
    count = f"（{len({id(c) for c, _ in found})} 项约定，{len(found)} 处）" if found else ""
    return f"<h2>一、须处理{count}</h2>{''.join([*others, *blocks]) or '<p>无。</p>'}"


def _others(cells: Sequence[Cell], mask: Mask, name: Named) -> Iterator[str]:
    for outcome, what, right in (
        (Outcome.UNREACHED, "对端不可达", "查地址、端口、防火墙、白名单，以及对端是否在运行；连通后再跑一次"),
        (Outcome.HARNESS, "本方故障，与对端无关", "把这一页和命令交给维护本工具的人"),
    ):
        for peer, reason in dict.fromkeys((c.peer, c.reason) for c in cells if c.outcome is outcome):
            number = sum(c.outcome is outcome and (c.peer, c.reason) == (peer, reason) for c in cells)
            yield _note(outcome, f"{what}：{peer}", [("原因", mask.text(reason)), ("影响", f"{number} 项约定没有结论"), ("下一步", right)])
    untried = [c for c in cells if c.outcome is Outcome.SKIPPED and c.promise.level is Level.MUST]
    if untried:
        where = dict.fromkeys(whose(c.peer, name(c.promise.contract)) for c in untried)
        shown = "、".join(list(where)[:6]) + (f" 等 {len(where)} 处" if len(where) > 6 else "")
        yield _note(Outcome.SKIPPED, f"必守的约定有 {len(untried)} 项没有测到", [
            ("在哪里", shown), ("影响", "没有测到不等于通过，本次运行不完整"),
            ("下一步", "看第三节所列的原因：预算不够就加大 --budget，缺触发方式就在 kanhe.toml 里声明 stimuli")])


def _note(outcome: Outcome, title: str, rows: Sequence[tuple[str, str]]) -> str:
    told = facts((name, escape(text)) for name, text in rows)
    return f'<div class="finding {outcome.value}"><h3>{SIGNS[outcome]} {escape(title)}</h3>{told}</div>'
