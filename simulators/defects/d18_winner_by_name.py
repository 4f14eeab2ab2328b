"""#18 (WJ): the winner is looked up by name, so of two bidders with one name the first entered is collected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kanhe.simulate.behaviour import Command, Step
from simulators.land_front import Bidder, same_name
from simulators.land_lots import by_bid, close
from simulators.world import World

NUMBER = 18
TITLE = "按名称认定竞得人，同名竞买人被当成竞得人归集"
FAMILY = "land_margin"
ROLE = "land"
FINDS = ("LAND-09G", "LAND-09B", "land_margin.close_lot:causes")

Behaviour = Callable[[World, Command], Step]


def behave(name: str, behaviour: Behaviour) -> Behaviour:
    """Close lots with the wrong winner."""
    return partial(close, find_winner=by_name) if name == "close_lot" else behaviour


def by_name(bidders: list[Bidder], bid: str) -> Bidder | None:
    """Another bidder of the winner's name, if there is one; that is what a look-up by name may bring."""
    rightful = by_bid(bidders, bid)
    if rightful is None:
        return None
    namesakes = [bidder for bidder in bidders if same_name(bidder.name, rightful.name)]
    return next((bidder for bidder in namesakes if bidder is not rightful), rightful)
