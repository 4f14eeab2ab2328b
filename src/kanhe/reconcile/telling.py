"""The outcome of a reconciliation as people read it, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kanhe.model.reconcile import NAMES, Match
from kanhe.reconcile.engine import Row
from kanhe.reconcile.run import Difference, Outcome, Pair

MOST_LINES = 60


def yuan(fen: int) -> str:
    """Fen as yuan with separators, for reading only."""
    return f"{Decimal(fen).scaleb(-2):,.2f}"


def lines(outcome: Outcome, most: int = MOST_LINES) -> Iterator[str]:
    """The report, line by line."""
    plan = outcome.plan
    yield f"对账 {plan.title}（{plan.id}）{f'  {outcome.day}' if outcome.day else ''}"
    for side in plan.sides:
        rows, fen = outcome.sides[side.name]
        yield f"  {side.title}（{side.name}）  {rows} 行  {yuan(fen)} 元"
    for pair in outcome.pairs:
        yield ""
        yield from _pair(pair, most)
    yield ""
    wrong = [p for p in outcome.pairs if not p.agrees]
    yield "结论：各方相符" if not wrong else "结论：不符：" + "；".join(f"{p.left.title}对{p.right.title} {_count(p)} 处" for p in wrong)


def _count(pair: Pair) -> int:
    return sum(t.keys for m, t in pair.tallies.items() if m is not Match.EQUAL) - pair.cleared


def _pair(pair: Pair, most: int) -> Iterator[str]:
    yield f"{pair.left.title} 对 {pair.right.title}"
    for match in Match:
        tally = pair.tallies[match]
        if match is Match.EQUAL or tally.keys:
            extra = f"  其中 {pair.cleared} 笔是前几天的未达，今天勾对" if match is Match.CROSSED and pair.cleared else ""
            yield (f"  {NAMES[match]}  {tally.keys} 笔  我方 {tally.left_rows} 行 {yuan(tally.left_fen)} 元  "
                   f"对方 {tally.right_rows} 行 {yuan(tally.right_fen)} 元{extra}")
    if pair.overdue:
        yield f"  超期未达 {pair.overdue} 笔"
    for difference in pair.listed[:most]:
        yield f"    {_told(difference)}"
    hidden = sum(t.keys for m, t in pair.tallies.items() if m is not Match.EQUAL) - min(len(pair.listed), most)
    if hidden > 0:
        yield f"    另有 {hidden} 处没有列出；--json 列出全部"
    for ours, theirs in pair.alike:
        yield f"    疑似同一笔（金额、日期相同）：我方 {ours.replace(chr(31), '/')}  对方 {theirs.replace(chr(31), '/')}"


def _told(difference: Difference) -> str:
    left, right = difference.left, difference.right
    parts = [NAMES[difference.match], difference.key]
    if left is not None:
        parts.append(f"我方 {_row(left, difference.left_place)}")
    if right is not None:
        parts.append(f"对方 {_row(right, difference.right_place)}")
    if left is not None and right is not None and left.fen != right.fen:
        parts.append(f"差 {yuan(right.fen - left.fen)}")
    if difference.overdue:
        parts.append(f"超期：未达 {difference.overdue} 天")
    if difference.cleared:
        parts.append("前几天的未达，今天勾对")
    return "  ".join(parts)


def _row(row: Row, place: str) -> str:
    state = f" {row.state}" if row.state else ""
    several = f" 共 {row.rows} 行" if row.rows > 1 else ""
    return f"{yuan(row.fen)}{f' {row.day}' if row.day else ''}{state}{several}{f'（{place}）' if place else ''}"


def as_data(outcome: Outcome) -> dict[str, Any]:
    """The outcome for a machine; amounts as whole fen. `scored`: the pair of our books (the first side) and a file of a contract."""
    return {
        "plan": outcome.plan.id, "day": outcome.day, "agrees": outcome.agrees,
        "sides": {name: {"rows": rows, "fen": fen} for name, (rows, fen) in outcome.sides.items()},
        "pairs": [_pair_data(p, p.left is outcome.plan.sides[0] and bool(p.right.contract)) for p in outcome.pairs]}


def _pair_data(pair: Pair, scored: bool) -> dict[str, Any]:
    return {
        "left": pair.left.name, "right": pair.right.name, "scored": scored, "agrees": pair.agrees, "cleared": pair.cleared,
        "overdue": pair.overdue,
        "classes": {NAMES[m]: {"keys": t.keys, "left_rows": t.left_rows, "right_rows": t.right_rows, "left_fen": t.left_fen,
                               "right_fen": t.right_fen} for m, t in pair.tallies.items()},
        "differences": [{
            "class": NAMES[d.match], "key": d.key, "cleared": d.cleared, "overdue_days": d.overdue,
            "left": _row_data(d.left, d.left_place), "right": _row_data(d.right, d.right_place)} for d in pair.listed],
        "alike": [{"left": a.replace(chr(31), "/"), "right": b.replace(chr(31), "/")} for a, b in pair.alike]}


def _row_data(row: Row | None, place: str) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"fen": row.fen, "day": row.day, "state": row.state, "serial": row.serial, "rows": row.rows, "place": place, "since": row.since}
