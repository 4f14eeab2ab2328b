"""#887: the term in the notice of an instalment is a day later than the fee source's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kanhe.simulate.behaviour import Command, Step
from simulators.asked import text_of
from simulators.defects.behaving import Behaviour, instead_of
from simulators.world import World

NUMBER = 887
TITLE = "费源登记的一期，通知的缴款期限晚了一天"
FAMILY = "land_payment"
ROLE = "land"
FINDS = ("LAND-32G",)


@instead_of("fee_due")
def behave(honest: Behaviour, world: World, command: Command) -> Step:
    """See defects/__init__.py."""
    later = datetime.strptime(text_of(command, "due_date"), "%Y%m%d") + timedelta(days=1)
    return honest(world, replace(command, values={**command.values, "due_date": f"{later:%Y%m%d}"}))
