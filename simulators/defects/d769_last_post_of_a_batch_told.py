"""#769: of a batch that changes several agencies or types of posts, only the last is told to the office of posts."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 769
TITLE = "一批改变几个单位或几种编制，只把最后一个传给编制系统"
FAMILY = "personnel"
ROLE = "bureau"
LINKAGE = "linkage.personnel"
FINDS = ("PERS-60",)


def _last(_: World, __: Command, step: Step) -> tuple[Tell, ...]:
    return step.tells[-1:]


behave = telling("sync", _last)
