"""Words and widths that all reports share; signs are limited to what GB2312 can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from kanhe.model.words import Outcome

NAMES = {
    Outcome.KEPT: "守约", Outcome.BROKEN: "不符", Outcome.NOTED: "提示", Outcome.UNREACHED: "不可达", Outcome.SKIPPED: "未测到",
    Outcome.HARNESS: "本方故障",
}
SIGNS = {
    Outcome.KEPT: "√", Outcome.BROKEN: "×", Outcome.NOTED: "△", Outcome.UNREACHED: "!", Outcome.SKIPPED: "?", Outcome.HARNESS: "※",
}


def width(text: str) -> int:
    """Columns that a text takes on a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fit(text: str, columns: int) -> str:
    """The text padded, or cut with …, to exactly so many columns."""
    if width(text) <= columns:
        return text + " " * (columns - width(text))
    kept, used = "", 0
    for sign in text:
        used += width(sign)
        if used > columns - 2:
            break
        kept += sign
    return kept + "…" + " " * (columns - width(kept) - width("…"))


def verdict(counts: Mapping[Outcome, int], *, complete: bool, ended: bool) -> tuple[str, str]:
    """(one-word verdict, why), in Chinese."""
    if counts.get(Outcome.BROKEN):
        return "不建议发布", f"有 {counts[Outcome.BROKEN]} 项约定不符"
    if not ended:
        return "未完成", "运行没有走到结尾"
    if counts.get(Outcome.HARNESS):
        return "未完成", f"本方故障使 {counts[Outcome.HARNESS]} 项没有结论"
    if counts.get(Outcome.UNREACHED):
        return "未完成", f"{counts[Outcome.UNREACHED]} 项因对端不可达没有结论"
    if not complete:
        return "未完成", f"{counts.get(Outcome.SKIPPED, 0)} 项未测到，未测不等于通过"
    if counts.get(Outcome.NOTED):
        return "有条件发布", f"全部必守的约定守约，另有 {counts[Outcome.NOTED]} 项提示"
    return "建议发布", "全部约定都测到且守约"
