"""`clock_moves`: two replies of one peer, made some time apart, never tell the same time. with: date, time, seconds.

A clock check with a tolerance of minutes lets `HHmmdd` pass (the day in place of the seconds): the told time is right
to the minute and never moves within it. Source: LAND-11 of the interface document, "two calls 20 s apart must differ".
"""

from __future__ import annotations

from typing import Any

from kanhe.checks.clock import moment
from kanhe.checks.registry import Question, check
from kanhe.model.document import MISSING, get


@check("clock_moves")
def clock_moves(question: Question) -> bool | None:
    """Whether no earlier reply, at least `seconds` ago, told this very time; None where the reply tells none."""
    told, now = _told(question, question.scene.reply), moment(question.scene.now[:14])
    if told is None or now is None:
        return None
    least = float(question.param("seconds", "20"))
    path = question.param("time")
    for exchange in question.history.sharing("reply", path, get(question.scene.reply, path), inbound=False):
        then = moment(exchange.at[:14])
        if exchange.reply is question.scene.reply or then is None:
            continue
        apart = (now - then).total_seconds()
        if apart < least:
            break  # the rest is younger still
        # another minute: even a clock that stands still within the minute has moved on
        if apart <= 60 and _told(question, exchange.reply) == told:
            return False
    return True


def _told(question: Question, reply: Any) -> str | None:
    nodes = [get(reply, question.param(name)) for name in ("date", "time")]
    return None if MISSING in nodes else "".join([str(node) for node in nodes])
