"""What a run leaves open for the next one: single-sided rows by pair and side, since when. One JSON file in, another one out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kanhe.errors import Position, Problem, UsageError, reason
from kanhe.reconcile.engine import Row

VERSION = 1
Open = tuple[str, str, int, str, str, str]
"""(key, serial, fen, day, state, since)."""
Place = tuple[str, str, str]
"""(left side, right side, the side that has it)."""


@dataclass(slots=True)
class Carry:
    """Open rows of a reconciliation. day: of the run that left them, '' at the beginning."""

    plan: str
    day: str = ""
    rows: dict[Place, list[Open]] = field(default_factory=dict)

    def of(self, left: str, right: str, side: str) -> list[Open]:
        """What one side of a pair still has open."""
        return self.rows.get((left, right, side), [])

    def leave(self, left: str, right: str, side: str, row: Row, day: str) -> None:
        """A row stays open; since the day it was first seen so."""
        self.rows.setdefault((left, right, side), []).append((row.key, row.serial, row.fen, row.day, row.state, row.since or day))


def age(since: str, day: str) -> int:
    """Days that something has been open; 0 where one of the days is not known."""
    try:
        return (_day(day) - _day(since)).days
    except ValueError:
        return 0


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def read_carry(path: Path, plan: str) -> Carry:
    """The open rows of an earlier run. Raises UsageError for what is no such file or belongs to another reconciliation."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["version"] != VERSION or data["plan"] != plan:
            raise ValueError(f"属于对账 {data['plan']}" if data["version"] == VERSION else "版本不同")
        rows = {(p["left"], p["right"], p["side"]): [_open(r) for r in p["rows"]] for p in data["open"]}
        return Carry(plan=plan, day=str(data["day"]), rows=rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error) if "对账" in str(error) else "不是未达清单"
        raise UsageError(Problem(Position(str(path)), f"读不了未达清单：{why}", f"kanhe reconcile run {plan} --open-out 写下的文件",
                                 "第一次对账不用 --open")) from None


def _open(row: list[object]) -> Open:
    key, serial, fen, day, state, since = row
    if not isinstance(fen, int):
        raise TypeError("fen")
    return str(key), str(serial), fen, str(day), str(state), str(since)


def write_carry(path: Path, carry: Carry) -> None:
    """Write what stays open, in a fixed order."""
    places = [{"left": left, "right": right, "side": side, "rows": sorted(map(list, rows))}
              for (left, right, side), rows in sorted(carry.rows.items()) if rows]
    data: Mapping[str, object] = {"version": VERSION, "plan": carry.plan, "day": carry.day, "open": places}
    try:
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise UsageError(Problem(Position(str(path)), f"写不了未达清单：{reason(error)}", "可写的文件")) from None
