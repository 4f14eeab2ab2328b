"""A finding in lines for people: what was seen, what would be right, how it came about, how to run it again."""

from __future__ import annotations

from collections.abc import Iterator

from kanhe.model.verdict import Finding
from kanhe.report.mask import Mask
from kanhe.report.meaning import facts_of

MOST_STEPS = 12
MOST_SIGNS = 300  # of one value; the whole of it is in the report


def lines(finding: Finding, mask: Mask) -> Iterator[tuple[str, int]]:
    """(line, columns by which its continuation is indented); every text has passed the mask."""
    told = finding.verdict

    def hide(text: str) -> str:
        shown = mask.text(text, *finding.story)
        return shown if len(shown) <= MOST_SIGNS else f"{shown[:MOST_SIGNS]}……（共 {len(shown)} 字，全文见报告）"

    for name, text in facts_of(finding):
        if text and not (name == "实为" and text == told.says):
            yield f"  {name} {hide(text)}", 7
    left_out = len(finding.steps) - MOST_STEPS
    if left_out > 0:
        yield f"    （此前 {left_out} 步见报告）", 7
    for line in finding.steps[-MOST_STEPS:]:
        yield f"    {hide(line)}", 7
    if finding.rerun:
        yield f"  重跑 {finding.rerun}", 7
