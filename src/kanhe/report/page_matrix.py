"""Interfaces x peers, one table per family: what was kept of what was promised, and how the rest came out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from html import escape

from kanhe.model.contract import Catalogue
from kanhe.model.verdict import Cell
from kanhe.model.words import Outcome
from kanhe.report.labels import interface_of, name_of
from kanhe.report.page_table import cell, table
from kanhe.report.words import SIGNS

WORST = (Outcome.BROKEN, Outcome.HARNESS, Outcome.UNREACHED, Outcome.SKIPPED, Outcome.NOTED, Outcome.KEPT)
LEGEND = ("格内：守约数/约定数，其后是不符（×）、未测到（?）、不可达（!）、本方故障（※）、提示（△）的数目，底色随其中最要紧的一种；"
          "— 表示该对端不参加这一接口。")


def matrix(cells: Sequence[Cell], catalogue: Catalogue | None) -> str:
    """The section as HTML."""
    grid: dict[str, dict[str, dict[str, list[Cell]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for one in cells:
        known = interface_of(catalogue, one.promise.contract)
        grid[known.party.title if known else "跨接口流程"][one.promise.contract][one.peer].append(one)
    tables = "".join(_table(family, rows, catalogue) for family, rows in grid.items())
    return f'<h2>二、接口 × 对端</h2>{tables or "<p>无。</p>"}<p class="small">{LEGEND}</p>'


def _table(family: str, rows: dict[str, dict[str, list[Cell]]], catalogue: Catalogue | None) -> str:
    peers = list(dict.fromkeys(p for row in rows.values() for p in row))
    squares = ([cell(escape(name_of(catalogue, name))), *(_square(row.get(p, ())) for p in peers)] for name, row in sorted(rows.items()))
    return f"<h3>{escape(family)}</h3>{table(('接口', *peers), squares, wide=True)}"


def _square(cells: Sequence[Cell]) -> str:
    counts = Counter(c.outcome for c in cells)
    if not cells:
        return cell("—")
    worst = next(o for o in WORST if counts[o])
    others = " ".join(f"{SIGNS[o]}{counts[o]}" for o in Outcome if o is not Outcome.KEPT and counts[o])
    return cell(f"{counts[Outcome.KEPT]}/{len(cells)}{f'　<b>{others}</b>' if others else ''}", worst.value)
