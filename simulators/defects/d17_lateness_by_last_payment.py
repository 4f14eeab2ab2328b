"""#17 (WJ): only the payment that finds the sum full is asked whether it is in time, and every later one asks again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators.land_front import IN_TIME, LATE, SHORT, Bidder, Deposit
from simulators.land_lots import close
from simulators.world import World

NUMBER = 17
TITLE = "只按最后一笔判断是否逾期，之前逾期的部分也算按时"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-04D", "LAND-04A", "land_margin.close_lot:causes")

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Close lots with the wrong judgement."""
    return partial(close, judge=judged_by_last) if name == "close_lot" else behaviour


def judged_by_last(deposits: Iterable[Deposit], bidder: Bidder) -> str:
    """The standing that the last payment leaves: late parts before it count, and it may turn in time into late."""
    total_fen, said = 0, SHORT
    for deposit in deposits:
        total_fen += deposit.amount_fen if deposit.counted else 0
        if total_fen >= bidder.required_fen:
            said = IN_TIME if deposit.received_at < bidder.deadline else LATE
    return said
