"""Reading `clock:` of a party: when its day begins, its cut-off, its day switch, and where a standing clock starts."""

from __future__ import annotations

import re
from datetime import datetime

from kanhe.contract.reading import Reading
from kanhe.contract.yaml import Node
from kanhe.model.hours import Hours

CLOCK_KEYS = ("opens", "cutoff", "day_switch", "starts")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?", re.ASCII)


def read_hours(reading: Reading, node: Node | None) -> Hours:
    """The hours; every mistake is noted."""
    if node is None:
        return Hours()
    reading.known(node, CLOCK_KEYS, "clock")
    return Hours(
        opens=time_of_day(reading, node.get("opens"), "opens", "090000"), cutoff=time_of_day(reading, node.get("cutoff"), "cutoff", ""),
        day_switch=time_of_day(reading, node.get("day_switch"), "day_switch", ""), starts=read_start(reading, node.get("starts")))


def time_of_day(reading: Reading, node: Node | None, name: str, default: str) -> str:
    """HHmmss of a text like 17:00; the default with a problem where it is none."""
    text = reading.text(node, name, default=default)
    if node is None:
        return default
    found = _TIME.fullmatch(text)
    if not found:
        reading.blame(node.at, f"{name} 写作 {text}", '时:分，如 "17:00"')
        return default
    return f"{found[1]}{found[2]}{found[3] or '00'}"


def read_start(reading: Reading, node: Node | None) -> str:
    """Where a standing clock begins, yyyyMMddHHmmss; '' where it is left out or wrong."""
    text = reading.text(node, "starts", default="")
    try:
        return f"{datetime.strptime(text, '%Y-%m-%dT%H:%M:%S'):%Y%m%d%H%M%S}" if node is not None else ""
    except ValueError:
        assert node is not None
        reading.blame(node.at, f"starts 写作 {text}", '日期T时:分:秒，如 "2026-06-01T09:30:00"')
        return ""
