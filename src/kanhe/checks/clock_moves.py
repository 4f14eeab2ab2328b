"""`clock_moves`: two replies of one peer, made some time apart, never tell the same time. with: date, time, seconds.

A clock check with a tolerance of minutes lets `HHmmdd` pass (the day in place of the seconds): the told time is right
to the minute and never moves within it. Source: LAND-11 of the interface document, "two calls 20 s apart must differ".
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kanhe.checks.clock import moment
from kanhe.checks.registry import Question, check
from kanhe.model.document import MISSING, get

MINUTE_S = 60  # later than that, even a clock that stands still within the minute has moved on


@check("clock_moves", pause="seconds")
def clock_moves(question: Question) -> bool | None:
    """Whether no earlier reply, `seconds` to a minute ago, told this very time; None where the reply tells none, or none was so long ago:
    of replies that follow each other at once nothing can be said."""
    told, now = _told(question, question.scene.reply), moment(question.scene.now[:14])
    if told is None or now is None:
        return None
    latest, earliest = now - timedelta(seconds=float(question.param("seconds", "20"))), now - timedelta(seconds=MINUTE_S)
    window, path = (_written(earliest), _written(latest)), question.param("time")
    for exchange in question.history.sharing("reply", path, get(question.scene.reply, path), inbound=False):
        if window[0] <= exchange.at[:14] <= window[1] and _told(question, exchange.reply) == told:
            return False
    return True if any(_told(question, e.reply) for e in question.history.between(*window) if not e.inbound) else None


def _written(when: datetime) -> str:
    return when.strftime("%Y%m%d%H%M%S")


def _told(question: Question, reply: Any) -> str | None:
    nodes = [get(reply, question.param(name)) for name in ("date", "time")]
    return None if MISSING in nodes else "".join([str(node) for node in nodes])
