"""Dates and times of XML Schema: written forms to comparable values and back. Years of the common era only, no year 0."""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

_YEAR, _MONTH, _DAY = r"(?P<y>-?[0-9]{4,9})", r"(?P<m>[0-9]{2})", r"(?P<d>[0-9]{2})"
_TIME, _ZONE = r"(?P<H>[0-9]{2}):(?P<M>[0-9]{2}):(?P<S>[0-9]{2}(\.[0-9]+)?)", r"(?P<z>Z|[-+][0-9]{2}:[0-9]{2})?"
_FORMS = {
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}", "date": f"{_YEAR}-{_MONTH}-{_DAY}", "time": _TIME, "gYearMonth": f"{_YEAR}-{_MONTH}",
    "gYear": _YEAR, "gMonthDay": f"--{_MONTH}-{_DAY}", "gMonth": f"--{_MONTH}", "gDay": f"---{_DAY}",
}
KINDS = tuple(_FORMS)
_READERS = {kind: re.compile(form + _ZONE, re.ASCII) for kind, form in _FORMS.items()}
_DURATION = re.compile(
    r"(?P<s>-)?P(?=.)((?P<Y>[0-9]{1,9})Y)?((?P<m>[0-9]{1,9})M)?((?P<D>[0-9]{1,9})D)?"
    r"(T(?=.)((?P<H>[0-9]{1,9})H)?((?P<M>[0-9]{1,9})M)?((?P<S>[0-9]{1,9}(\.[0-9]{1,9})?)S)?)?", re.ASCII)
_DAY_S = 86_400
LEAP = 2000  # the year that a date without year is counted in


def moment(kind: str, text: str) -> tuple[bool, Fraction] | None:
    """(whether it has a zone, seconds from 0001-01-01 UTC); None where the text is no such moment."""
    found = _READERS[kind].fullmatch(text)
    if found is None:
        return None
    part = found.groupdict()
    year, month, day = int(part.get("y") or LEAP), int(part.get("m") or 1), int(part.get("d") or 1)
    padded = (part.get("y") or "").startswith("0") and len(part["y"] or "") > 4
    if year < 1 or padded or not 1 <= month <= 12 or not 1 <= day <= days_of(year, month):
        return None
    seconds = _seconds(part)
    zone = _zone(part["z"])
    if seconds is None or zone is None:
        return None
    return part["z"] is not None, (_days(year, month, day) * _DAY_S + seconds) - zone * 60


def days_of(year: int, month: int) -> int:
    """How many days the month has."""
    return 29 if month == 2 and calendar.isleap(year) else calendar.monthrange(LEAP - 1, month)[1]


def _days(year: int, month: int, day: int) -> int:
    ages, rest = divmod(year - 1, 400)
    return ages * 146_097 + date(rest + 1, month, day).toordinal() - 1


def _seconds(part: dict[str, str | None]) -> Fraction | None:
    if part.get("H") is None:
        return Fraction(0)
    hour, minute, second = int(part["H"] or 0), int(part["M"] or 0), Fraction(part["S"] or "0")
    if minute > 59 or second >= 60 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    return hour * 3600 + minute * 60 + second


def _zone(text: str | None) -> int | None:
    if text is None or text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[4:6])
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        return None
    return (hours * 60 + minutes) * (-1 if text[0] == "-" else 1)


def duration(text: str) -> tuple[int, Fraction] | None:
    """(months, seconds); two of them compare safely only where both parts agree in direction."""
    found = _DURATION.fullmatch(text)
    if found is None or text[-1] in "PT":
        return None
    part = {name: value or "0" for name, value in found.groupdict().items()}
    sign = -1 if found["s"] else 1
    months = int(part["Y"]) * 12 + int(part["m"])
    seconds = int(part["D"]) * _DAY_S + int(part["H"]) * 3600 + int(part["M"]) * 60 + Fraction(Decimal(part["S"]))
    return sign * months, sign * seconds


def step_of(kind: str, seconds: Fraction) -> int:
    """The number of the day, second, month … that a moment lies in; the inverse of `written`, fractions cut."""
    whole = int(seconds // 1)
    if kind == "dateTime":
        return whole
    if kind == "time":
        return whole - _days(LEAP, 1, 1) * _DAY_S
    days = whole // _DAY_S
    if kind == "date":
        return days
    day = date.fromordinal(min(days, date.max.toordinal() - 1) + 1)
    return {"gYear": day.year, "gYearMonth": day.year * 12 + day.month - 1, "gMonth": day.month, "gDay": day.day,
            "gMonthDay": day.toordinal() - date(LEAP, 1, 1).toordinal()}[kind]


def written(kind: str, step: int) -> str:
    """The moment of a number, without zone."""
    if kind == "gYear":
        return f"{step:04d}"
    if kind == "gYearMonth":
        return f"{step // 12:04d}-{step % 12 + 1:02d}"
    if kind in ("gMonth", "gDay"):
        return f"--{step:02d}" if kind == "gMonth" else f"---{step:02d}"
    if kind == "gMonthDay":
        day = date.fromordinal(date(LEAP, 1, 1).toordinal() + step)
        return f"--{day.month:02d}-{day.day:02d}"
    days, seconds = divmod(step, _DAY_S) if kind in ("dateTime", "time") else (step, 0)
    clock = f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
    if kind == "time":
        return clock
    day = date.fromordinal(days + 1)
    text = f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
    return f"{text}T{clock}" if kind == "dateTime" else text


def extent(kind: str) -> tuple[int, int, int, int]:
    """(lowest, usual low, usual high, highest) number of a kind."""
    days = date.max.toordinal() - 1
    usual = (date(1990, 1, 1).toordinal() - 1, date(2035, 12, 31).toordinal() - 1)
    return {
        "date": (0, *usual, days), "dateTime": (0, usual[0] * _DAY_S, usual[1] * _DAY_S, days * _DAY_S + _DAY_S - 1),
        "time": (0, 0, _DAY_S - 1, _DAY_S - 1), "gYear": (1, 1990, 2035, 9999), "gYearMonth": (12, 1990 * 12, 2035 * 12, 9999 * 12 + 11),
        "gMonth": (1, 1, 12, 12), "gDay": (1, 1, 31, 31), "gMonthDay": (0, 0, 365, 365),
    }[kind]
