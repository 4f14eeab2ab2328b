"""#519: a list that is sent again is loaded again, over those that came after it."""

from __future__ import annotations

from dataclasses import replace

from kanhe.model.words import ReplyClass
from kanhe.simulate.behaviour import Command, Step
from simulators.account_register import Listing, listing_of, listings, loaded
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 519
TITLE = "重送的清册答成功，又装一遍，盖掉了后来的"
FAMILY = "account_register"
ROLE = "bank"
FINDS = ("ACCT-36",)
@instead_of("load_register")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """As if it were another list."""
    step = honest(world, command)
    if step.outcome is not ReplyClass.DUPLICATE:
        return step
    dept = text_of(command, "register_dept")
    lists = listings(world, dept)
    again: Listing = replace(listing_of(command), day=lists[-1].day)
    after = loaded(world.find("register", dept, str(len(lists) - 1)), again)
    after_world = world.put("register", dept, str(len(lists)), record=after).put("listings", dept, record=(*lists, again))
    count = sum(row.active for row in after.values())
    return replace(step, world=after_world, outcome=ReplyClass.SUCCESS, values={"active_count": count})
