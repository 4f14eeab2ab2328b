"""#770: the office of posts is told of everybody on the staff, the retired among them."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 770
TITLE = "退休的人仍算在传给编制系统的实有在编里"
FAMILY = "personnel"
ROLE = "bureau"
LINKAGE = "linkage.personnel"
FINDS = ("PERS-60",)


def _on_file(_: World, __: Command, step: Step) -> tuple[Tell, ...]:
    told = []
    for tell in step.tells:
        post = tell.values["agency"], tell.values["est_type"]
        number = sum(p.holds_document and (p.agency, p.establishment) == post for p in step.world.all("person"))
        told.append(replace(tell, values={**tell.values, "occupied": number}))
    return tuple(told)


behave = telling("sync", _on_file)
