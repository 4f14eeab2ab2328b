"""One line of the table: what was measured, the bar, and whether it was reached."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """value, low and high are the median and the extremes over the rounds, in `unit`. at_most: the bar is a ceiling, else a floor.

    note: what was in the loop, and what the figure was compared with. fault: why the figure is worth nothing.
    """

    name: str
    what: str
    value: float
    low: float
    high: float
    unit: str
    bar: float
    at_most: bool = True
    note: str = ""
    fault: str = ""

    @property
    def reached(self) -> bool:
        """Whether the median is on the right side of the bar."""
        return not self.fault and (self.value <= self.bar if self.at_most else self.value >= self.bar)


def row(name: str, what: str, values: Sequence[float], *, unit: str, bar: float, at_most: bool = True, note: str = "",
        fault: str = "") -> Row:
    """The row of some rounds."""
    return Row(name=name, what=what, value=statistics.median(values), low=min(values), high=max(values), unit=unit, bar=bar,
               at_most=at_most, note=note, fault=fault)


def table(rows: Sequence[Row]) -> str:
    """The rows as text, one line each with its note below."""
    lines = [f"{'what':50} {'median':>12} {'(min – max)':>23}   {'bar':>13}  reached"]
    for one in rows:
        spread = f"({shown(one.low, one.unit)} – {shown(one.high, one.unit)})"
        bar = f"{'<=' if one.at_most else '>='} {shown(one.bar, one.unit)}"
        lines.append(f"{one.what:50} {shown(one.value, one.unit):>12} {spread:>23}   {bar:>13}  {'yes' if one.reached else 'NO'}")
        lines += [f"    {text}" for text in (one.note, f"WRONG: {one.fault}" if one.fault else "") if text]
    return "\n".join(lines)


def shown(value: float, unit: str) -> str:
    """A figure as a person reads it."""
    if unit == "%":
        return f"{value:.0f} %"
    return f"{value:,.0f}{unit}" if value >= 100 or value == int(value) else f"{value:.2f}{unit}"
