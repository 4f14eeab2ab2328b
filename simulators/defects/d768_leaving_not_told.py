"""#768: who comes is told to the office of posts; who leaves, retires or is deleted is not."""

from __future__ import annotations

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.defects.telling import telling
from simulators.personnel_records import staff
from simulators.world import World

NUMBER = 768
TITLE = "人调出、退休、删除以后，编制系统的实有在编不减"
FAMILY = "personnel"
ROLE = "bureau"
LINKAGE = "linkage.personnel"
FINDS = ("PERS-60",)


def _growing(world: World, _: Command, step: Step) -> tuple[Tell, ...]:
    return tuple(tell for tell in step.tells
                 if int(str(tell.values["occupied"])) >= staff(world, str(tell.values["agency"]), str(tell.values["est_type"])))


behave = telling("sync", _growing)
