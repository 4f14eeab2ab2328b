"""#898: a deposit that is sent again is answered rightly, and goes into the day's notices once more."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import fen_of, text_of
from simulators.defects.telling import telling
from simulators.deposit_orders import opened
from simulators.world import World

NUMBER = 898
TITLE = "原样重发的存入，动账通知里又有一条"
FAMILY = "time_deposit"
ROLE = "bank"
LINKAGE = "linkage.deposit"
FINDS = ("DEP-63",)


def _again(world: World, command: Command, step: Step) -> tuple[Tell, ...]:
    known = world.find("certificate", text_of(step.values, "certificate")) if "certificate" in step.values else None
    return step.tells if known is None else (opened(known, fen_of(command, "amount")),)


behave = telling("open_deposit", _again)
