"""#21 (GT on the JDK): lenient date parsing rolls an impossible moment over: 2026-02-30 25:00 becomes 03-03 01:00."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from kanhe.model.contract import Contract
from kanhe.model.document import Document, get, put

NUMBER = 21
TITLE = "日期宽松解析，2026-02-30 25:00 被当作 03-03 01:00 收下"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-04C",)

_FOURTEEN = re.compile(r"[0-9]{14}")


def decode(contract: Contract, document: Document) -> Document:
    """Every InDate of 14 digits becomes a real moment."""
    moment = get(document, "body.InDate")
    if isinstance(moment, str) and _FOURTEEN.fullmatch(moment):
        put(document, "body.InDate", rolled_over(moment))
    return document


def rolled_over(moment: str) -> str:
    """What SimpleDateFormat with lenient=true makes of it."""
    year, month = int(moment[:4]), int(moment[4:6])
    day, hour, minute, second = (int(moment[at : at + 2]) for at in (6, 8, 10, 12))
    years, months = divmod(month - 1, 12)
    try:
        begin = datetime(year + years, months + 1, 1)
        real = begin + timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second)
    except (ValueError, OverflowError):
        return moment
    return real.strftime("%Y%m%d%H%M%S").rjust(14, "0")
