"""What a date in the books decides, as a maturity does: the same is done on the day before it, on the day itself, and some days later.

Played last, and only where the peer's clock can be moved: it is then weeks ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from kanhe.model.contract import Contract
from kanhe.run.looking import observe
from kanhe.run.scenarios.scenario import Scenario, act, prepare
from kanhe.run.session import Session

DAYS = ((-1, "前一日"), (0, "当日"), (10, "过后十日"))
FARTHEST = timedelta(days=100)
_NAME = re.compile(r'"(\w+)"\)|(?<![\w.])(?!request|reply|row|former)\w+\.(\w+)')  # field(…, "due"), or c.due for c in things(…)


def scenarios(contract: Contract) -> Iterator[Scenario]:
    """One per day, for an operation that changes something and reads fields of what is there."""
    names = _read(contract) if contract.effects else frozenset[str]()
    for offset, word in DAYS if names else ():
        play = partial(_on, contract=contract, names=names, offset=offset, word=word)
        yield Scenario(contract=contract, name=f"到日子：{word}", play=play)


def _read(contract: Contract) -> frozenset[str]:
    """Names of the fields of things that decide whether it succeeds, or what it then does."""
    formulas = [f for e in contract.effects for f in (e.amount, e.where, *e.fields.values()) if f is not None]
    formulas += [r.holds for r in contract.rules if r.on == "state" and r.holds is not None]
    formulas += [o.value for o in contract.observes if o.value is not None]
    return frozenset(name for formula in formulas for found in _NAME.findall(formula.text) for name in found if name)


def _on(session: Session, contract: Contract, names: frozenset[str], offset: int, word: str) -> None:
    if prepare(session, contract, afresh=True) is None:
        return
    today = _day(session.clock()[:8])
    days = [day for day in _dates(session, names) if today is not None and today < day <= today + FARTHEST and day.year == today.year]
    if today is None or not days:  # of the year after this nobody knows the working days yet
        return
    ahead = (min(days) - today).days + offset
    if ahead > 0 and session.move_clock(f"+{ahead}d"):
        return
    act(session, contract, afresh=True, note=f"日子 {min(days):%Y-%m-%d}：{word}")
    observe(session)


def _dates(session: Session, names: frozenset[str]) -> Iterator[date]:
    """The dates that this scenario's things have under these names."""
    for _, _, thing in session.near().books.walk():
        for name in names.intersection(thing.fields):
            day = _day(str(thing.fields[name]))
            if day is not None:
                yield day


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{8}", text, re.ASCII) else None
    except ValueError:
        return None
