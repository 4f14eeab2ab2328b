"""Reading a reply: which class of outcome its codes stand for."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache

from kanhe.model.contract import Outcomes
from kanhe.model.document import MISSING, get
from kanhe.model.words import ReplyClass

_KNOWN: dict[int, tuple[Outcomes, dict[str, ReplyClass | None]]] = {}  # by identity of the outcomes: code -> class
MOST_KNOWN = 1000  # codes of one contract


def code_of(outcomes: Outcomes, reply: object) -> str:
    """The texts at the outcome paths joined by one space; '' stands for an absent one."""
    return " ".join([_said(get(reply, path)) for path in outcomes.paths])


def _said(node: object) -> str:
    """A leaf as a contract writes it: a truth value is `true` or `false`."""
    if node is True or node is False:
        return "true" if node else "false"
    return "" if node is MISSING or node is None else str(node)


def classify(outcomes: Outcomes, reply: object) -> ReplyClass | None:
    """The class of the reply, None for a code that the contract does not know."""
    code, known = code_of(outcomes, reply), _KNOWN.get(id(outcomes))
    if known is None or known[0] is not outcomes or len(known[1]) > MOST_KNOWN:
        known = _KNOWN[id(outcomes)] = outcomes, {}
    classes = known[1]
    if code not in classes:
        classes[code] = next((found for pattern, found in outcomes.classes if _pattern(pattern).match(code)), None)
    return classes[code]


def tells_faults_apart(outcomes: Outcomes) -> bool:
    """Whether the peer has codes of its own for what it refuses and for what went wrong with itself."""
    return {ReplyClass.REFUSED, ReplyClass.FAULT} <= {found for _, found in outcomes.classes}


def literal_code(outcomes: Outcomes, wanted: ReplyClass) -> str:
    """The first code of the class without wildcard, '' where there is none."""
    return next((p for p, c in outcomes.classes if c is wanted and not set(p) & set("*?[")), "")


@lru_cache(maxsize=4096)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(translate(text))
