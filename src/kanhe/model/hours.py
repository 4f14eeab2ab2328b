"""A party's business day as its contract declares it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Times of day (HHmmss, Asia/Shanghai) at which a party's working day begins, stops taking business for the day, and moves its
    accounting date on (日切); '' where there is no such time. starts: the moment (yyyyMMddHHmmss) at which a standing clock begins,
    '' for a party that has no clock of its own."""

    opens: str = "090000"
    cutoff: str = ""
    day_switch: str = ""
    starts: str = ""
