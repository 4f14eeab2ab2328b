"""`unique_in_run`: no two messages of one sender share a value. with: path, and optionally `within` (e.g. the date)."""

from __future__ import annotations

from kanhe.checks.registry import Question, check
from kanhe.model.document import MISSING, get


@check("unique_in_run")
def unique_in_run(question: Question) -> bool | None:
    """Whether the value was not used by an earlier message of the same sender with other content.

    A resend of the same request byte for byte is not a second use.
    """
    path, within = question.param("path"), question.param("within")
    document = question.document()
    value = get(document, path)
    if value is MISSING:
        return None
    inbound = question.rule.on == "request"
    side = "request" if inbound else "reply"
    for exchange in question.history.sharing(side, path, value, inbound=inbound):
        earlier = getattr(exchange, side)
        if earlier is document or earlier == document:
            continue
        if not within or get(earlier, within) == get(document, within):
            return False
    return True
