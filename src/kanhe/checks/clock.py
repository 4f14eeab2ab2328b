"""`clock_within`: a date and time in the message lies within some seconds of the business clock. with: date, time | moment, seconds."""

from __future__ import annotations

import re
from datetime import datetime

from kanhe.checks.registry import Question, check
from kanhe.model.document import MISSING, get


@check("clock_within")
def clock_within(question: Question) -> bool | None:
    """Whether the message's own clock agrees with ours; None where a part is absent or unreadable."""
    document = question.document()
    paths = [p for p in (question.param("moment"), question.param("date"), question.param("time")) if p]
    nodes = [get(document, path) for path in paths]
    if not paths or any(node is MISSING for node in nodes):
        return None
    text = "".join(str(n) for n in nodes)[:14]
    if not re.fullmatch(r"[0-9]{14}", text, re.ASCII):  # strptime takes full-width digits and lacking zeros
        return False
    try:
        told = datetime.strptime(text, "%Y%m%d%H%M%S")
        now = datetime.strptime(question.scene.now[:14], "%Y%m%d%H%M%S")
    except ValueError:
        return False
    return abs((told - now).total_seconds()) <= float(question.param("seconds", "300"))
