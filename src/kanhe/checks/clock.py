"""`clock_within`: a date and time in the message lies within some seconds of the business clock. with: date, time | moment, seconds."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from kanhe.checks.registry import Question, check
from kanhe.model.document import MISSING, get


@check("clock_within")
def clock_within(question: Question) -> bool | None:
    """Whether the message's own clock agrees with ours; None where a part is absent or unreadable."""
    document, params = question.document(), question.rule.params
    nodes = [get(document, str(params[name])) for name in ("moment", "date", "time") if params.get(name)]
    if not nodes or MISSING in nodes:
        return None
    told, now = moment("".join([str(n) for n in nodes])[:14]), moment(question.scene.now[:14])
    return told is not None and now is not None and abs((told - now).total_seconds()) <= float(question.param("seconds", "300"))


@lru_cache(maxsize=4096)
def moment(text: str) -> datetime | None:
    """The moment that a yyyyMMddHHmmss is, None for anything else."""
    if not re.fullmatch(r"[0-9]{14}", text, re.ASCII):  # strptime takes full-width digits and lacking zeros
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S")
    except ValueError:
        return None
