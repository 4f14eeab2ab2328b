"""#779: the office that sends notices is told the main subject, whatever an instalment is for."""

from __future__ import annotations

from dataclasses import replace

from kanhe.simulate.behaviour import Command, Step, Tell
from simulators.defects.telling import telling
from simulators.world import World

NUMBER = 779
TITLE = "费源的科目没有传给征收前置机，通知一律用土地出让价款收入"
FAMILY = "land_fee"
ROLE = "finance"
LINKAGE = "linkage.land"
FINDS = ("LAND-90",)


def _main(_: World, __: Command, step: Step) -> tuple[Tell, ...]:
    return tuple(replace(one, values={**one.values, "budget_subject": "103014801"}) for one in step.tells)


behave = telling("push_fee", _main)
