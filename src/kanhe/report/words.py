"""Words and widths that all reports share; signs are limited to what GB2312 can show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from kanhe.model.verdict import Promise
from kanhe.model.words import Outcome

NAMES = {
    Outcome.KEPT: "守约", Outcome.BROKEN: "不符", Outcome.NOTED: "提示", Outcome.UNREACHED: "不可达", Outcome.SKIPPED: "未测到",
    Outcome.HARNESS: "本方故障",
}
SIGNS = {
    Outcome.KEPT: "√", Outcome.BROKEN: "×", Outcome.NOTED: "△", Outcome.UNREACHED: "!", Outcome.SKIPPED: "?", Outcome.HARNESS: "※",
}
UNWELCOME = (Outcome.HARNESS, Outcome.UNREACHED, Outcome.SKIPPED, Outcome.NOTED)
# Controls (a terminal would obey them, XML 1.0 has no place for them), bidirectional overrides, lone surrogates, non-characters.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def short(promise: Promise) -> str:
    """The promise's id as it is shown beside its contract: `land_margin.G00001:form` -> `form`."""
    return promise.id.removeprefix(f"{promise.contract}:")


def whose(peer: str, title: str) -> str:
    """Which interface of which peer; a house goes by the name of what is promised between its systems."""
    return title if peer == title else f"{peer}的 {title}"


def visible(text: str) -> str:
    """The text with every sign that a terminal, a browser or XML would act upon written out as `\\x1b` or `\\u202e`."""
    return _UNSEEN.sub(lambda m: f"\\x{ord(m[0]):02x}" if ord(m[0]) < 256 else f"\\u{ord(m[0]):04x}", text.replace("\r\n", "\n"))


def width(text: str) -> int:
    """Columns that a text takes on a terminal; a Chinese character takes two, and so do the signs that GBK stores in two bytes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def fit(text: str, columns: int) -> str:
    """The text padded, or cut with two dots (… has no agreed width), to exactly so many columns."""
    if width(text) <= columns:
        return text + " " * (columns - width(text))
    kept, used = "", 0
    for sign in text:
        used += width(sign)
        if used > columns - 2:
            break
        kept += sign
    return kept + ".." + " " * (columns - width(kept) - 2)


def wrap(text: str, columns: int, indent: str = "") -> list[str]:
    """The text cut into lines of at most so many columns; lines after the first begin with the indent.

    Words are kept whole if they fit, and no line begins with closing punctuation.
    """
    lines, line = list[str](), ""
    for piece in re.findall(r"\n|[!-~]+[，。、；：）]*|.[，。、；：）]*", text):
        if piece == "\n" or (width(line + piece) > columns and line.strip()):
            lines.append(line.rstrip())
            line = indent
        if piece == "\n" or (piece == " " and line == indent and lines):
            continue
        while width(line + piece) > columns and len(piece) > 1:
            room = max(1, next(n for n in range(len(piece), -1, -1) if not n or width(line + piece[:n]) <= columns))
            lines.append(line + piece[:room])
            line, piece = indent, piece[room:]
        line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def verdict(counts: Mapping[Outcome, int], *, complete: bool, ended: bool, lost: bool = False) -> tuple[str, str]:
    """(one-word verdict, why), in Chinese. lost: a report of this run could not be written whole."""
    rest = "、".join(f"{counts[o]} 项{NAMES[o]}" for o in UNWELCOME if counts.get(o))
    if counts.get(Outcome.BROKEN):
        also = "；运行没有走到结尾" if not ended else ""
        return "不建议发布", f"有 {counts[Outcome.BROKEN]} 项约定不符" + (f"，另有 {rest}" if rest else "") + also
    if not ended:
        return "未完成", "运行没有走到结尾，没有结果的约定一律按未测到"
    if lost:
        return "未完成", "没有发现不符，但报告没有写全，不能作为依据" + (f"；另有 {rest}" if rest else "")
    if counts.get(Outcome.HARNESS) or counts.get(Outcome.UNREACHED):
        return "未完成", f"没有发现不符，但有 {rest}，没有结论"
    if not complete:
        return "未完成", f"没有发现不符，但有 {rest}，未测到不等于通过" if rest else "没有发现不符，但计划中的约定没有全部得到结果"
    if rest:
        return "有条件发布", f"必守的约定全部守约，另有 {rest}"
    return "建议发布", "全部约定都测到且守约"
