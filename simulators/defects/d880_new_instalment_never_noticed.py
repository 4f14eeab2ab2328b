"""#880: instalments that a later version brings are never told to the office that sends notices."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.asked import text_of
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 880
TITLE = "费源变更新增的期，没有缴款通知"
FAMILY = "land_fee"
ROLE = "finance"
LINKAGE = "linkage.land"
FINDS = ("LAND-90",)


def _first(_: World, command: Command, step: Step) -> tuple[Tell, ...]:
    return step.tells if text_of(command, "fee_version") == "1" else ()


behave = telling("push_fee", _first)
