"""Which verdict of one exchange is told first: the one that says what went wrong, before those that follow from it."""

from __future__ import annotations

import re

from kanhe.model.verdict import Verdict
from kanhe.model.words import Outcome

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def weight(verdict: Verdict) -> int:
    """The lower, the earlier: granted or refused wrongly, then figures that differ, then how the reply is written.

    An overdraft that was granted also shows a minus sign where the layout knows none; the overdraft is the news.
    """
    if verdict.outcome is not Outcome.BROKEN or not verdict.where:
        return 0
    return 1 if _NUMBER.fullmatch(verdict.expected) and _NUMBER.fullmatch(verdict.actual) else 2
