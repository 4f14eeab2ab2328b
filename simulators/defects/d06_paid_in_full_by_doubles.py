"""#6 (GT): payments are added as doubles of 万元: 0.7 + 0.1 is less than 0.8, who paid in full is short."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators.land_front import IN_TIME, SHORT, Bidder, Deposit
from simulators.land_lots import close
from simulators.world import World

NUMBER = 6
TITLE = "是否足额用双精度浮点按万元累计，分次付款的被判不足"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-03", "LAND-09C", "land_margin.close_lot:causes")

FEN_IN_TEN_THOUSAND = 1_000_000

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Close lots with the wrong sum."""
    return partial(close, judge=judged_by_doubles) if name == "close_lot" else behaviour


def judged_by_doubles(deposits: Iterable[Deposit], bidder: Bidder) -> str:
    """In time or short, in binary fractions of 万元."""
    total = 0.0
    for deposit in deposits:
        if deposit.counted and deposit.received_at < bidder.deadline:
            total += deposit.amount_fen / FEN_IN_TEN_THOUSAND
    return IN_TIME if total >= bidder.required_fen / FEN_IN_TEN_THOUSAND else SHORT
