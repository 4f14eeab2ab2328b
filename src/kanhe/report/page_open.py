"""What has no verdict, and what was only noted: by outcome and reason, worst first, every number the true one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from html import escape

from kanhe.model.verdict import Cell
from kanhe.model.words import Level, Outcome
from kanhe.report.mask import Mask
from kanhe.report.words import NAMES, SIGNS, UNWELCOME, short

MOST_OPEN = 80  # of one group
WHOLESALE = (Outcome.UNREACHED, Outcome.HARNESS)  # one cause, many promises: told by interface


def open_ends(cells: Sequence[Cell], missing: Sequence[str], mask: Mask, name: Callable[[str], str]) -> str:
    """The section as HTML. missing: planned promises that were never reported."""
    rest = [c for o in UNWELCOME for c in cells if c.outcome is o and not c.findings]
    lost = "".join(f'<p><b class="broken">没有结果：{escape(m)}</b></p>' for m in missing[:20])
    if len(missing) > 20:
        lost += f'<p><b class="broken">其余 {len(missing) - 20} 项没有结果的约定见 summary.json。</b></p>'
    groups: dict[tuple[Outcome, str], list[Cell]] = defaultdict(list)
    for cell in rest:
        groups[cell.outcome, cell.reason].append(cell)
    lists = "".join(_group(outcome, reason, found, mask, name) for (outcome, reason), found in groups.items())
    return f"<h2>三、没有测到的与提示{f'（{len(rest)} 项）' if rest else ''}</h2>{lost}{lists}{'' if lists or lost else '<p>无。</p>'}"


def _group(outcome: Outcome, reason: str, cells: Sequence[Cell], mask: Mask, name: Callable[[str], str]) -> str:
    if outcome in WHOLESALE:
        counts = Counter((c.peer, c.promise.contract) for c in cells)
        lines = [f"{escape(peer)}　{escape(name(contract))}　{number} 项" for (peer, contract), number in counts.items()]
    else:
        cells = sorted(cells, key=lambda c: c.promise.level is not Level.MUST)
        lines = [f"{escape(c.peer)}　{escape(name(c.promise.contract))}　[{escape(short(c.promise))}] {escape(mask.text(c.promise.says))}"
                 + ("　<b>必守</b>" if outcome is Outcome.SKIPPED and c.promise.level is Level.MUST else "") for c in cells]
    more = f"<li>其余 {len(lines) - MOST_OPEN} 项见 summary.json</li>" if len(lines) > MOST_OPEN else ""
    return (f'<h3 class="{outcome.value}">{SIGNS[outcome]} {NAMES[outcome]}（{len(cells)} 项）：{escape(mask.text(reason))}</h3>'
            f'<ul class="plain">{"".join(f"<li>{line}</li>" for line in lines[:MOST_OPEN])}{more}</ul>')
